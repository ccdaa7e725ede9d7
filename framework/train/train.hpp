// train(): one run from config to summary.
#pragma once

#include <filesystem>

#include "train/experiment.hpp"

namespace rowgrad {

struct TrainRequest {
  std::filesystem::path out;
  std::filesystem::path init_from;  // another run whose parameters to start from, by name; empty: none
  bool resume = false;
  bool overwrite = false;
  bool quiet = false;
};

/// Trains, evaluates and writes the run directory. Returns the summary. Throws Error or Interrupted.
Json train(Experiment& experiment, const TrainRequest& request);

}  // namespace rowgrad
