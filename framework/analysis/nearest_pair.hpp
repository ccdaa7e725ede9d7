// Nearest pair: the two of many vectors that are most similar, and how similar those of random vectors would be.
#pragma once

#include "core/matrix.hpp"
#include "core/random.hpp"

namespace rowgrad {

struct NearestPair {
  std::size_t first = 0, second = 0;
  float cosine = -1.0F;
};

/// The two rows with the highest cosine. A row of zeros has cosine 0. REQUIRES: two rows or more.
NearestPair nearest_pair(const Matrix<float>& vectors);

/// (rows x dimension) independent standard normal numbers: directions spread evenly over the sphere.
Matrix<float> random_directions(std::size_t rows, std::size_t dimension, const Random& random);

/// What the highest cosine among n random directions is to be expected near in high dimension: cosines of pairs are
/// nearly normal with variance 1/d, and the highest of n²/2 such numbers is about √(2 ln(n²/2) / d). At most 1.
double expected_highest_cosine(std::size_t n, std::size_t dimension);

}  // namespace rowgrad
