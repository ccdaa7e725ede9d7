#include <fmt/ranges.h>

#include "config/catalogue.hpp"
#include "core/parallel.hpp"
#include "engine/fused_step.hpp"
#include "engine/graph_worker.hpp"
#include "engine/hogwild_pass.hpp"

namespace rowgrad {
namespace {

// Workers share the parameters and update them without locks (Recht et al. 2011): any graph by ordinary layers, and by
// a fused step where one applies. One thread works in order and repeatably; several are not repeatable.
class HogwildEngine : public Engine {
 public:
  void declare(Keys& keys) override {
    Engine::declare(keys);
    keys.add("fused", fused_, "take a fused step where one applies; ordinary layers otherwise");
  }

  void check_ranks(int, const Where&) const override {}
  bool keeps_steps_in_order() const override { return false; }

  RunState run(const TrainingContext& context, RunState state, RunObserver& observer) const override {
    const auto fused = fused_ ? bind(context, observer) : nullptr;
    TrainingLoop loop(*this, context, state, observer);
    const SharedTraining shared{context, options, state.parameters, state.optimizer, loop.optimizer()};
    const auto make_worker = [&](const BatchRequest& request) -> std::unique_ptr<Worker> {
      if (fused) return fused->worker(shared, request);
      return std::make_unique<GraphWorker>(shared, request);
    };
    std::optional<HogwildRanks> ranks;
    if (!context.communicator.alone()) ranks.emplace(context, state, loop.optimizer());
    while (loop.goes_on()) {
      if (state.shards.empty()) state.shards.resize(shards(context.communicator));
      HogwildPass pass(loop, state, make_worker, ranks ? &*ranks : nullptr);
      const bool done = pass.run(threads());
      state.optimizer.steps = state.step;
      if (!done) break;
      loop.end_epoch();
    }
    loop.finish();
    return state;
  }

 private:
  // More than threads, so that none waits long for another at the end of an epoch; as many for every rank, whose
  // machines may have different numbers of threads.
  static std::size_t shards(Communicator& communicator) {
    const std::size_t own = threads() == 1 ? 1 : 4 * static_cast<std::size_t>(threads());
    return static_cast<std::size_t>(communicator.size()) * std::ranges::max(communicator.gather_one(own));
  }

  std::unique_ptr<const FusedStep> bind(const TrainingContext& context, RunObserver& observer) const {
    std::vector<std::string> reasons;
    for (const auto& [name, entry] : Registry<FusedStepKind>::instance().entries()) {
      Binding binding = entry.create()->bind(context, options);
      if (binding.step != nullptr) {
        observer.note(fmt::format("hogwild: fused step \"{}\"", name));
        return std::move(binding.step);
      }
      if (!binding.reason.empty()) reasons.push_back(fmt::format("\"{}\": {}", name, binding.reason));
    }
    observer.note(fmt::format("hogwild: ordinary layers, as no fused step applies ({})",
                              reasons.empty() ? "none is for this data" : fmt::to_string(fmt::join(reasons, "; "))));
    return nullptr;
  }

  bool fused_ = true;
};

const bool registered = register_as<Engine, HogwildEngine>(
    "hogwild", "workers update shared parameters without locks; fused steps where they apply");

}  // namespace
}  // namespace rowgrad
