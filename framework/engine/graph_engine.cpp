#include <fmt/format.h>

#include <cmath>

#include "config/catalogue.hpp"
#include "engine/non_finite.hpp"
#include "engine/training_loop.hpp"
#include "graph/rows_read.hpp"

namespace rowgrad {
namespace {

// What the steps of one run write over and over.
struct Scratch {
  explicit Scratch(const Graph& graph, std::size_t slots)
      : tape(make_lean_tape<float>(graph)),
        gradients(make_gradients<float>(graph)),
        reads(rowgrad::rows_read(graph)),
        batches(slots) {}

  std::vector<std::size_t> rows_touched() const {
    std::vector<std::size_t> counts;
    for (const auto& gradient : gradients) counts.push_back(gradient.rows_touched());
    return counts;
  }

  Tape<float> tape;
  Gradients<float> gradients;
  std::vector<RowsRead> reads;  // by parameter
  std::vector<Batch> batches;
};

// The reference: one batch after the other, the same bits on any number of threads.
class GraphEngine : public Engine {
 public:
  void declare(Keys& keys) override {
    Engine::declare(keys);
    keys.add("accumulate", accumulate_, "batches whose gradients make one step, as if they were one batch")
        .range(1, 100000);
  }

  RunState run(const TrainingContext& context, RunState state, RunObserver& observer) const override {
    Scratch scratch(context.graph, accumulate_);
    TrainingLoop loop(*this, context, state, observer);
    tell_cost_of_exact_rows(context.graph, loop.optimizer(), scratch.reads, observer);
    while (loop.goes_on()) {
      if (!run_epoch(context, state, loop, scratch)) break;
      loop.end_epoch();
    }
    loop.finish();
    return state;
  }

 private:
  // Returns false if the observer wished to stop.
  bool run_epoch(const TrainingContext& context, RunState& state, TrainingLoop& loop, Scratch& scratch) const {
    const auto source = context.dataset.batches(loop.request());
    if (!state.shards.empty()) source->seek(state.shards[0].at);
    while (true) {
      const double lr = loop.learning_rate(source->progress());
      std::size_t count = 0;
      while (count < accumulate_ && source->next(scratch.batches[count])) ++count;
      if (count == 0) return true;
      step(context, state, loop, scratch, count, lr);
      const Wish wish = loop.report(source->progress());
      if (wish == Wish::go_on) continue;
      state.shards = {{ShardPosition::Status::under_way, source->position()}};
      if (loop.grant(wish, source->progress())) return false;
    }
  }

  // One step from the first `count` batches.
  void step(const TrainingContext& context, RunState& state, TrainingLoop& loop, Scratch& s, std::size_t count,
            double lr) const {
    const Graph& graph = context.graph;
    const auto weights = loss_weights(graph, {s.batches.data(), count}, options.reduction_kind());
    for (auto& gradient : s.gradients) gradient.clear();
    for (std::size_t i = 0; i < count; ++i) {
      Mode mode = loop.mode(state.step);
      if (i > 0) mode.random = mode.random.stream(i);
      loop.optimizer().catch_up(state.parameters, s.reads, s.batches[i]);
      forward(graph, s.batches[i], state.parameters, s.tape, mode);
      backward(graph, s.batches[i], state.parameters, s.tape, s.gradients, mode, weights);
      state.epoch_loss.add(graph, s.tape);
      if (const double loss = state.epoch_loss.mean(); !std::isfinite(loss))
        throw loop.non_finite_loss(loss, state.step + 1, first_non_finite_layer(graph, state.parameters, s.tape));
    }
    loop.optimizer().step(state.parameters, s.gradients, lr);
    ++state.step;
    if (loop.log_due()) loop.log(lr, s.rows_touched());
  }

  static void tell_cost_of_exact_rows(const Graph& graph, const Optimizer<float>& optimizer,
                                      const std::vector<RowsRead>& reads, RunObserver& observer) {
    for (std::size_t p = 0; p < reads.size(); ++p) {
      if (!optimizer.defers(p) || !reads[p].all || reads[p].inputs.empty()) continue;
      observer.note(fmt::format(
          "\"{}\" is looked up and also read as a whole every step: there, exact rows cost what dense rows cost",
          graph.parameters()[p].name));
    }
  }

  std::size_t accumulate_ = 1;
};

const bool registered =
    register_as<Engine, GraphEngine>("graph", "the reference: deterministic, the same bits on any number of threads");

}  // namespace
}  // namespace rowgrad
