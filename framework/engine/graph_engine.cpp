#include <fmt/format.h>

#include "config/catalogue.hpp"
#include "engine/graph_steps.hpp"

namespace rowgrad {
namespace {

// The reference: one batch after the other, the same bits on any number of threads and ranks.
class GraphEngine : public Engine {
 public:
  void declare(Keys& keys) override {
    Engine::declare(keys);
    keys.add("accumulate", accumulate_,
             "batches, each with a gradient of its own, that make one step; ranks share them out")
        .range(1, 100000);
  }

  std::size_t slots() const override { return accumulate_; }
  void check_ranks(int ranks, const Where& train) const override {
    if (static_cast<std::size_t>(ranks) <= accumulate_) return;
    throw(train / "accumulate")
        .error(fmt::format("{} ranks share the batches of a step, of which there are {}", ranks, accumulate_),
               fmt::format("add --set train.accumulate={} (and a batch_size that much smaller), or start fewer ranks",
                           ranks));
  }

  RunState run(const TrainingContext& context, RunState state, RunObserver& observer) const override {
    TrainingLoop loop(*this, context, state, observer);
    GraphSteps steps(context, state, loop, observer, accumulate_, options.reduction_kind());
    while (loop.goes_on()) {
      if (!run_epoch(context, state, loop, steps)) break;
      loop.end_epoch();
    }
    steps.tell_traffic(observer);
    loop.finish();
    return state;
  }

 private:
  // Returns false if an observer wished to stop.
  bool run_epoch(const TrainingContext& context, RunState& state, TrainingLoop& loop, GraphSteps& steps) const {
    const auto source = context.dataset.batches(loop.request());
    if (!state.shards.empty()) source->seek(state.shards[0].at);
    while (true) {
      const double lr = loop.learning_rate(source->progress());
      const std::size_t count = steps.read(*source);
      if (count == 0) return true;
      steps.step(count, lr);
      const Wish wish = loop.agree(loop.report(source->progress()));
      if (wish == Wish::go_on) continue;
      state.shards = {{ShardPosition::Status::under_way, source->position()}};
      if (loop.grant(wish, source->progress())) return false;
    }
  }

  std::size_t accumulate_ = 1;
};

const bool registered = register_as<Engine, GraphEngine>(
    "graph", "the reference: deterministic, the same bits on any number of threads and ranks");

}  // namespace
}  // namespace rowgrad
