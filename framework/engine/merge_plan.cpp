#include "engine/merge_plan.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace rowgrad {

std::vector<RowRange> MergePlan::round(std::size_t k) const {
  std::vector<RowRange> ranges{{0, std::min(hot_, rows_)}};
  for (std::size_t octave = hot_; octave < rows_; octave *= 2) {
    static const double power = [] { const char* e = std::getenv("RG_POW"); return e ? std::atof(e) : 1.0; }();
    const std::size_t last = std::min(2 * octave, rows_), slices = (std::size_t)std::ceil(std::pow(double(octave) / hot_, power));
    const std::size_t n = last - octave, s = k % slices;
    ranges.push_back({octave + n * s / slices, octave + n * (s + 1) / slices});
  }
  return ranges;
}

std::size_t MergePlan::rows_per_round() const {
  std::size_t count = 0;
  for (const RowRange& range : round(0)) count += range.count();
  return count;
}

std::size_t MergePlan::rounds() const {
  std::size_t most = 1;
  for (std::size_t octave = hot_; octave < rows_; octave *= 2)
    most = std::max(most, (std::min(2 * octave, rows_) - octave + hot_ - 1) / hot_);
  return most;
}

}  // namespace rowgrad
