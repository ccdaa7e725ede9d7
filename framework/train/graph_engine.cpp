#include "config/catalogue.hpp"
#include "train/engine.hpp"
#include "train/training.hpp"

namespace rowgrad {

void Engine::declare(Keys& keys) {
  keys.add("epochs", options.epochs, "passes over the training data").at_least(0);
  keys.add("batch_size", options.batch_size, "documents, pairs or items per step").at_least(1);
  keys.add("reduction", options.reduction, "how a loss's gradient adds up over a batch").one_of({"mean", "sum"});
  keys.add("log_every", options.log_every, "steps between lines of metrics.jsonl").at_least(1);
  keys.add("checkpoint_seconds", options.checkpoint_seconds, "time between checkpoints").at_least(0);
  keys.add("vectors", options.vectors, "format of the word vectors of a word2vec run").one_of({"binary", "text"});
}

namespace {

// The reference: one batch after the other, the same bits on any number of threads.
class GraphEngine : public Engine {
 public:
  void run(Training& training) const override {
    Experiment& experiment = training.experiment;
    const Graph& graph = experiment.graph();
    auto tape = make_tape<float>(graph);
    auto gradients = make_gradients<float>(graph);
    Batch batch;
    while (training.epoch < options.epochs) {
      auto source =
          experiment.task().batches({Split::train, options.batch_size, /*training=*/true, training.epoch_random()});
      if (!training.position.is_null()) source->seek(training.position);
      while (true) {
        const double lr = training.learning_rate(source->progress());
        if (!source->next(batch)) break;
        step(training, batch, tape, gradients, lr);
        training.after_step(*source);
      }
      training.end_epoch();
    }
  }

 private:
  void step(Training& training, const Batch& batch, Tape<float>& tape, Gradients<float>& gradients, double lr) const {
    const Graph& graph = training.experiment.graph();
    const Mode mode = training.mode();
    for (auto& gradient : gradients) gradient.clear();
    forward(graph, batch, training.parameters, tape, mode);
    backward(graph, batch, training.parameters, tape, gradients, mode, options.reduction_kind());
    training.optimizer.step(training.parameters, gradients, lr);
    training.epoch_loss.add(graph, tape);
    ++training.step;
    if (training.step % options.log_every != 0) return;
    std::size_t rows_touched = 0;
    for (const auto& gradient : gradients) rows_touched += gradient.rows_touched();
    training.log("train", training.epoch_loss.mean(), rows_touched);
  }
};

const bool registered =
    register_as<Engine, GraphEngine>("graph", "the reference: deterministic, the same bits on any number of threads") &&
    add_catalogue_section<Engine>("train", "engine", "graph", "engine");

}  // namespace
}  // namespace rowgrad
