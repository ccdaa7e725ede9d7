#include "layers/packed_segments.hpp"

#include <algorithm>

namespace rowgrad {

PackedSegments::PackedSegments(const Batch& batch, const RowSpace& space) {
  std::vector<std::pair<std::size_t, std::size_t>> segments;  // first row and length
  for (std::size_t s = 0; s < batch.row_count(*space.group); ++s) {
    const auto [first, last] = batch.segment(space, s);
    segments.emplace_back(first, last - first);
  }
  std::stable_sort(segments.begin(), segments.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  const std::size_t steps = segments.empty() ? 0 : segments[0].second;
  order_.reserve(batch.row_count(space));
  starts_.push_back(0);
  for (std::size_t t = 0; t < steps; ++t) {
    for (const auto& [first, length] : segments) {
      if (length <= t) break;
      order_.push_back(first + t);
    }
    starts_.push_back(order_.size());
  }
}

}  // namespace rowgrad
