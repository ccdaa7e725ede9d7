// FusedStep: forward, backward and update of one graph pattern in one go, for the hogwild engine.
//
// A model registers one where it is worth it: `register_as<FusedStep, MyStep>("name", "doc")`. The engine asks each
// step of the config's task whether it applies, takes the first that does, and says in the log why none did. On one
// thread a fused step agrees with the ordinary layers on the same batches to rounding; every one has a test of that.
#pragma once

#include <memory>
#include <string>

#include "train/task.hpp"
#include "train/worker.hpp"

namespace rowgrad {

class Training;
class Experiment;

class FusedStep {
 public:
  virtual ~FusedStep() = default;
  /// The task whose data it trains on, by its registered name.
  virtual std::string task() const = 0;
  /// Why it does not apply to this experiment: graph, optimizer, reduction; empty if it does.
  virtual std::string mismatch(const Experiment& experiment) const = 0;
  /// A worker on shard `request.shard` of a pass. Called from several threads. REQUIRES: no mismatch.
  virtual std::unique_ptr<Worker> worker(Training& training, const BatchRequest& request) const = 0;
};

}  // namespace rowgrad
