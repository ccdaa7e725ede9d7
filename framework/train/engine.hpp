// Engine: how a run's steps are done. Its keys are the config's "train" section.
#pragma once

#include <string>

#include "config/keys.hpp"
#include "graph/execute.hpp"

namespace rowgrad {

class Training;

/// What every engine understands.
struct TrainOptions {
  std::size_t epochs = 1;
  std::size_t batch_size = 32;
  std::string reduction = "mean";
  std::size_t log_every = 100;
  double checkpoint_seconds = 60.0;
  std::string vectors;
  std::size_t patience = 0;
  std::string best_by = "loss";

  Reduction reduction_kind() const { return reduction == "sum" ? Reduction::sum : Reduction::mean; }
};

class Engine {
 public:
  virtual ~Engine() = default;
  virtual void declare(Keys& keys);
  /// Whether each step reads what the one before it wrote.
  virtual bool keeps_steps_in_order() const { return true; }
  /// Trains from where `training` stands to the last epoch. Throws Interrupted after saving when a signal arrived.
  virtual void run(Training& training) const = 0;

  TrainOptions options;
};

}  // namespace rowgrad
