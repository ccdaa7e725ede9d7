// Pca: the directions along which rows vary most (Pearson 1901), for pictures in two dimensions.
#pragma once

#include <span>
#include <vector>

#include "core/matrix.hpp"

namespace rowgrad {

class Pca {
 public:
  /// The first `count` principal components of the rows of `x`, by subspace iteration on the covariance. Components
  /// have length 1; their largest coordinate is positive, so that pictures do not flip. REQUIRES: rows and columns.
  Pca(const Matrix<float>& x, std::size_t count);

  /// The share of the total variance that lies along component i.
  double explained(std::size_t i) const { return explained_[i]; }
  /// The coordinates of one row along the components.
  std::vector<double> project(std::span<const float> row) const;

 private:
  std::vector<double> mean_;
  Matrix<double> components_;  // (count x columns)
  std::vector<double> explained_;
};

}  // namespace rowgrad
