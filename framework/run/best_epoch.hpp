// BestEpoch: the parameters that did best on the dev split, and how long ago that was; for early stopping.
#pragma once

#include <string>
#include <vector>

#include "graph/parameter.hpp"
#include "metrics/metrics.hpp"

namespace rowgrad {

struct BestEpoch {
  std::size_t epoch = 0;   // after how many; 0: none yet
  std::size_t waited = 0;  // epochs since
  double loss = 0.0, accuracy = 0.0;
  std::vector<Matrix<float>> parameters;  // values, by parameter

  /// Takes note of the dev split after `epochs` epochs; `criterion` is "loss" or "accuracy". Equal is not better, but
  /// at equal accuracy the lower loss is. Returns whether this was the best so far.
  bool observe(const std::string& criterion, std::size_t epochs, const Metrics& dev, const Parameters<float>& values);
  /// Puts the best parameters back; does nothing if none were kept.
  void restore(Parameters<float>& values) const;
};

}  // namespace rowgrad
