#include "analysis/neighbours.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/rows.hpp"

namespace rowgrad {

Neighbours::Neighbours(const Matrix<float>& table) : unit_(table) {
  const auto& kernel = row_kernels<float>();
  for (std::size_t i = 0; i < rows(unit_); ++i) {
    const float length = std::sqrt(kernel.dot(row(unit_, i), row(unit_, i), columns(unit_)));
    if (length > 0.0F) kernel.scale(1.0F / length, row(unit_, i), columns(unit_));
  }
}

std::vector<std::pair<Id, float>> Neighbours::nearest(std::span<const float> direction, std::size_t count,
                                                      std::span<const Id> except) const {
  const auto& kernel = row_kernels<float>();
  const float length = std::sqrt(kernel.dot(direction.data(), direction.data(), direction.size()));
  std::vector<std::pair<Id, float>> scored;
  scored.reserve(rows(unit_));
  for (std::size_t i = 0; i < rows(unit_); ++i) {
    if (std::find(except.begin(), except.end(), static_cast<Id>(i)) != except.end()) continue;
    scored.emplace_back(static_cast<Id>(i),
                        kernel.dot(row(unit_, i), direction.data(), direction.size()) / (length > 0 ? length : 1));
  }
  const std::size_t n = std::min(count, scored.size());
  std::partial_sort(
      scored.begin(), scored.begin() + static_cast<std::ptrdiff_t>(n), scored.end(),
      [](const auto& a, const auto& b) { return a.second != b.second ? a.second > b.second : a.first < b.first; });
  scored.resize(n);
  return scored;
}

std::vector<std::pair<Id, float>> Neighbours::nearest(Id id, std::size_t count) const {
  const Id self[] = {id};
  return nearest(unit(id), count, self);
}

float Neighbours::cosine(Id a, Id b) const {
  return row_kernels<float>().dot(row(unit_, a), row(unit_, b), columns(unit_));
}

}  // namespace rowgrad
