// Neighbours: similarity search over the rows of a table, by cosine.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "core/matrix.hpp"

namespace rowgrad {

class Neighbours {
 public:
  /// Keeps a copy of the rows, scaled to length 1 (rows of zeros stay zeros).
  explicit Neighbours(const Matrix<float>& table);

  /// The `count` rows most similar to a direction (of any length), best first, without those in `except`.
  std::vector<std::pair<Id, float>> nearest(std::span<const float> direction, std::size_t count,
                                            std::span<const Id> except = {}) const;
  std::vector<std::pair<Id, float>> nearest(Id id, std::size_t count) const;
  float cosine(Id a, Id b) const;
  std::span<const float> unit(Id id) const { return {row(unit_, id), columns(unit_)}; }

 private:
  Matrix<float> unit_;  // (rows x columns), rows of length 1
};

}  // namespace rowgrad
