#include "engine/merge_plan.hpp"

#include <algorithm>

namespace rowgrad {

std::vector<Share> MergePlan::round(std::size_t k) const {
  std::vector<Share> ranges{{0, std::min(hot_, rows_)}};
  for (std::size_t octave = hot_; octave < rows_; octave *= 2) {
    const std::size_t last = std::min(2 * octave, rows_), slices = (last - octave + hot_ - 1) / hot_;
    const std::size_t first = octave + k % slices * hot_;
    ranges.push_back({first, std::min(first + hot_, last)});
  }
  return ranges;
}

std::size_t MergePlan::rows_per_round() const {
  std::size_t count = 0;
  for (const Share& range : round(0)) count += range.count();
  return count;
}

}  // namespace rowgrad
