#include "engine/merge_pace.hpp"

#include <algorithm>

namespace rowgrad {
namespace {

constexpr double tokens_per_row = 12;

}  // namespace

MergePace::MergePace(std::size_t rows_per_round, std::size_t tokens, int ranks)
    : most_cost_(std::min(0.25, 0.08 * (ranks - 1))),
      least_(tokens_per_row / (ranks - 1) * static_cast<double>(rows_per_round) /
             static_cast<double>(std::max<std::size_t>(1, tokens))),
      stride_(least_) {}

double MergePace::next(double trained) const { return std::clamp(trained / 4, stride_ / 16, stride_); }

void MergePace::measure(const Round& round) {
  constexpr double memory = 0.8, spare = 1.1;
  const auto take = [first = seconds_per_pass_ == 0.0](double& mean, double value) {
    mean = first ? value : memory * mean + (1.0 - memory) * value;
  };
  take(processor_, round.processor);
  take(clock_, round.clock);
  take(seconds_per_pass_, round.since / round.passed);
  if (seconds_per_pass_ > 0.0)
    stride_ = std::max(least_, std::max(processor_ / most_cost_, spare * clock_) / seconds_per_pass_);
}

}  // namespace rowgrad
