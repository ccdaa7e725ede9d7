#include <spdlog/spdlog.h>

#include "config/catalogue.hpp"
#include "graph/rows_read.hpp"
#include "train/engine.hpp"
#include "train/training.hpp"

namespace rowgrad {

void Engine::declare(Keys& keys) {
  keys.add("epochs", options.epochs, "passes over the training data").at_least(0);
  keys.add("batch_size", options.batch_size, "documents, pairs or items per step").at_least(1);
  keys.add("reduction", options.reduction, "how a loss's gradient adds up over a batch").one_of({"mean", "sum"});
  keys.add("log_every", options.log_every, "steps between lines of metrics.jsonl").at_least(1);
  keys.add("checkpoint_seconds", options.checkpoint_seconds, "time between checkpoints").at_least(0);
  keys.add("patience", options.patience,
           "epochs without a better dev split before training stops; the best epoch is restored; 0: no early stopping");
  keys.add("best_by", options.best_by, "what is better on the dev split, with patience").one_of({"loss", "accuracy"});
  keys.add("vectors", options.vectors, "format of the word vectors of a word2vec run").one_of({"binary", "text"});
}

namespace {

// The reference: one batch after the other, the same bits on any number of threads.
class GraphEngine : public Engine {
 public:
  void declare(Keys& keys) override {
    Engine::declare(keys);
    keys.add("accumulate", accumulate_, "batches whose gradients make one step, as if they were one batch").at_least(1);
  }

  void run(Training& training) const override {
    const Experiment& experiment = training.experiment;
    State state(training);
    say_what_exact_rows_cost(training, state.reads);
    state.batches.resize(accumulate_);
    while (!training.finished()) {
      auto source =
          experiment.task().batches({Split::train, options.batch_size, /*training=*/true, training.epoch_random()});
      if (!training.position.is_null()) source->seek(training.position);
      while (true) {
        const double lr = training.learning_rate(source->progress());
        std::size_t count = 0;
        while (count < accumulate_ && source->next(state.batches[count])) ++count;
        if (count == 0) break;
        step(training, {state.batches.data(), count}, state, lr);
        training.after_step(*source);
      }
      training.end_epoch();
    }
  }

 private:
  struct State {
    explicit State(const Training& training)
        : tape(make_tape<float>(training.experiment.graph())),
          gradients(make_gradients<float>(training.experiment.graph())),
          reads(rows_read(training.experiment.graph())) {}
    Tape<float> tape;
    Gradients<float> gradients;
    std::vector<RowsRead> reads;
    std::vector<Batch> batches;
  };

  void step(Training& training, std::span<const Batch> batches, State& s, double lr) const {
    const Graph& graph = training.experiment.graph();
    const auto weights = loss_weights(graph, batches, options.reduction_kind());
    for (auto& gradient : s.gradients) gradient.clear();
    for (std::size_t i = 0; i < batches.size(); ++i) {
      Mode mode = training.mode();
      if (i > 0) mode.random = mode.random.stream(i);
      training.optimizer.catch_up(training.parameters, s.reads, batches[i]);
      forward(graph, batches[i], training.parameters, s.tape, mode);
      backward(graph, batches[i], training.parameters, s.tape, s.gradients, mode, weights);
      training.epoch_loss.add(graph, s.tape);
    }
    training.optimizer.step(training.parameters, s.gradients, lr);
    ++training.step;
    if (training.step % options.log_every != 0) return;
    std::size_t rows_touched = 0;
    for (const auto& gradient : s.gradients) rows_touched += gradient.rows_touched();
    training.log("train", training.epoch_loss.mean(), lr, rows_touched);
  }

  static void say_what_exact_rows_cost(const Training& training, const std::vector<RowsRead>& reads) {
    for (std::size_t p = 0; p < reads.size(); ++p) {
      if (!training.optimizer.defers(p) || !reads[p].all || reads[p].inputs.empty()) continue;
      spdlog::info(
          "\"{}\" is looked up and also read as a whole every step: there, exact rows cost what dense rows cost",
          training.parameters[p].spec.name);
    }
  }

  std::size_t accumulate_ = 1;
};

const bool registered =
    register_as<Engine, GraphEngine>("graph", "the reference: deterministic, the same bits on any number of threads") &&
    add_catalogue_section<Engine>("train", "engine", "graph", "engine");

}  // namespace
}  // namespace rowgrad
