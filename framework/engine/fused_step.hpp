// FusedStep: forward, backward and update of one graph pattern in one go, for the hogwild engine.
//
// A model registers a kind of step where it is worth it: `register_as<FusedStepKind, MyStep>("name", "doc")`. The
// engine asks each kind to bind, takes the first that does, and says why none did. On one thread a fused step agrees
// with the ordinary layers on the same batches to rounding; every one has a test of that.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/worker.hpp"

namespace rowgrad {

/// A step bound to one graph and dataset. Immutable.
class FusedStep {
 public:
  virtual ~FusedStep() = default;
  /// A worker on shard `request.shard` of a pass. Called from several threads.
  virtual std::unique_ptr<Worker> worker(const SharedTraining& shared, const BatchRequest& request) const = 0;
};

/// A step, or why there is none; neither if the kind is for other data altogether.
struct Binding {
  std::unique_ptr<const FusedStep> step;
  std::string reason;
};

class FusedStepKind {
 public:
  virtual ~FusedStepKind() = default;
  /// Checks all that matters: the layers and every one of their settings, frozen tables, optimizer, reduction, batch
  /// size.
  virtual Binding bind(const TrainingContext& context, const TrainOptions& options) const = 0;
};

/// Why the optimizer is not `type` with its defaults but for the keys in `free`; empty if it is.
std::string unlike_rule(const Json& rule_settings, const std::string& type, const std::vector<std::string>& free);

}  // namespace rowgrad
