// ScoreDescent: gradient descent on the scores of a softmax alone, s ← s − lr · ∂L/∂s, by the framework's SGD.
#pragma once

#include <optional>

#include "analysis/score_graph.hpp"

namespace rowgrad {

struct ScoreDescent {
  struct Step {
    std::size_t step = 0;  // 0 is the start
    double loss = 0.0;
    std::vector<double> scores, probabilities, signal;  // signal: ∂L/∂s, by which the next step goes
  };
  std::vector<Step> way;  // the start, the first 10 steps, then 20, 50, 100, 200…, the first rise and the last
  /// The first step after which the loss was higher than before it, by more than rounding.
  std::optional<std::size_t> first_rise;
  double largest_gap = 0.0;  // of |p − q| at the end

  static constexpr std::size_t most_steps = 1'000'000;
  static constexpr double largest_rate = 1e6;
};

/// Throws an input Error if the row does not check(), `lr` is not above 0 and at most largest_rate, or there are more
/// than most_steps.
ScoreDescent descend(const ScoredRow& row, double lr, std::size_t steps);

}  // namespace rowgrad
