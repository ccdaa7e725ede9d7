// Worker: one thread's share of a pass. Workers of one pass share parameters and optimizer state without locks.
#pragma once

#include "engine/engine.hpp"
#include "optim/optimizer.hpp"

namespace rowgrad {

/// What the workers of one pass share. They may race on the values of parameters and of optimizer state, by design: a
/// lost update is noise like any other of stochastic gradient descent (Recht et al. 2011, "Hogwild!").
struct SharedTraining {
  const TrainingContext& context;
  const TrainOptions& options;
  Parameters<float>& parameters;
  OptimizerState<float>& state;
  Optimizer<float>& optimizer;  // works on `state`
};

/// Used by one thread at a time.
class Worker {
 public:
  /// `parameters` is how many the graph has.
  explicit Worker(std::size_t parameters) : rows_touched(parameters) {}
  virtual ~Worker() = default;
  /// Trains on the next piece of its shard at learning rate `lr`; `step` numbers the run's batches from 0. Returns
  /// false, having done nothing, at the end of the shard.
  virtual bool step(double lr, std::size_t step) = 0;
  /// The fraction of the shard that is done, in [0, 1].
  virtual double progress() const = 0;
  /// Where the shard stands, for a checkpoint, and going back there.
  virtual PassPosition position() const = 0;
  virtual void seek(const PassPosition& position) = 0;
  /// After a step whose loss is not finite: where that began, a phrase for a message; empty if the worker cannot tell.
  virtual std::string where_not_finite() const { return {}; }

  static constexpr std::size_t unlimited = ~std::size_t{0};

  LossMeter loss;                         // since the engine last took it
  std::vector<std::size_t> rows_touched;  // by parameter, in the last step; summed over its batches
  std::size_t batches = 1;                // that the last step stands for: a fused step does many in one go
  std::size_t most_batches = unlimited;   // that the next step may stand for
};

}  // namespace rowgrad
