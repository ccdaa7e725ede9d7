#include "engine/merge_pace.hpp"

#include <algorithm>
#include <cstdlib>

namespace rowgrad {
namespace {

double tokens_per_row() {
  const char* e = std::getenv("RG_TPR");
  return e ? std::atof(e) : 32;
}
const double most_of_the_time = [] { const char* e = std::getenv("RG_CAP"); return e ? std::atof(e) : 0.03; }();

}  // namespace

MergePace::MergePace(std::size_t rows_per_round, std::size_t tokens)
    : least_(tokens_per_row() * static_cast<double>(rows_per_round) /
             static_cast<double>(std::max<std::size_t>(1, tokens))),
      stride_(least_) {}

void MergePace::measure(double cost, double seconds) {
  constexpr double memory = 0.8;
  const double pace = seconds / stride_;
  const bool first = seconds_per_pass_ == 0.0;
  cost_ = first ? cost : memory * cost_ + (1.0 - memory) * cost;
  seconds_per_pass_ = first ? pace : memory * seconds_per_pass_ + (1.0 - memory) * pace;
  if (seconds_per_pass_ > 0.0) stride_ = std::max(least_, cost_ / (most_of_the_time * seconds_per_pass_));
}

}  // namespace rowgrad
