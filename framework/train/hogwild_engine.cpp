#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include "config/catalogue.hpp"
#include "core/parallel.hpp"
#include "train/fused_step.hpp"
#include "train/graph_worker.hpp"
#include "train/hogwild_pass.hpp"

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

  bool keeps_steps_in_order() const override { return false; }

  void run(Training& training) const override {
    const auto fused = fused_ ? choose(training.experiment) : nullptr;
    // More shards than threads, so that none waits long for another at the end of an epoch.
    const std::size_t shards = threads() == 1 ? 1 : 4 * static_cast<std::size_t>(threads());
    while (!training.finished()) {
      HogwildPass pass(
          training,
          [&](std::size_t shard, std::size_t count) -> std::unique_ptr<Worker> {
            const BatchRequest request{Split::train, options.batch_size, true, training.epoch_random(), shard, count};
            if (fused) return fused->worker(training, request);
            return std::make_unique<GraphWorker>(training, request);
          },
          shards);
      pass.run(threads());
      training.optimizer.set_steps(training.step);
      training.end_epoch();
    }
  }

 private:
  static std::unique_ptr<FusedStep> choose(const Experiment& experiment) {
    std::vector<std::string> reasons;
    for (const auto& [name, entry] : Registry<FusedStep>::instance().entries()) {
      auto step = entry.create();
      if (step->task() != experiment.task_name()) continue;
      const std::string mismatch = step->mismatch(experiment);
      if (mismatch.empty()) {
        spdlog::info("hogwild: fused step \"{}\"", name);
        return step;
      }
      reasons.push_back(fmt::format("\"{}\": {}", name, mismatch));
    }
    spdlog::info("hogwild: ordinary layers, as no fused step applies ({})",
                 reasons.empty() ? "the task has none" : fmt::to_string(fmt::join(reasons, "; ")));
    return nullptr;
  }

  bool fused_ = true;
};

const bool registered = register_as<Engine, HogwildEngine>(
    "hogwild", "workers update shared parameters without locks; fused steps where they apply");

}  // namespace
}  // namespace rowgrad
