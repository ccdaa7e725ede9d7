#include "analysis/nearest_pair.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/parallel.hpp"
#include "kernels/matmul.hpp"
#include "kernels/rows.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t rows_per_block = 512;

Matrix<float> unit_rows(const Matrix<float>& vectors) {
  const auto& kernel = row_kernels<float>();
  Matrix<float> unit = vectors;
  for (std::size_t i = 0; i < rows(unit); ++i) {
    const float length = std::sqrt(kernel.dot(row(unit, i), row(unit, i), columns(unit)));
    if (length > 0.0F) kernel.scale(1.0F / length, row(unit, i), columns(unit));
  }
  return unit;
}

}  // namespace

NearestPair nearest_pair(const Matrix<float>& vectors) {
  const Matrix<float> unit = unit_rows(vectors);
  const std::size_t n = rows(unit), d = columns(unit);
  std::vector<NearestPair> best(n);  // by row, with later rows only
  Matrix<float> block, cosines;
  for (std::size_t offset = 0; offset < n; offset += rows_per_block) {
    const std::size_t size = std::min(rows_per_block, n - offset);
    resize(block, size, d);
    std::copy_n(row(unit, offset), block.size(), block.data());
    resize(cosines, size, n);
    matmul_nt(block, unit, cosines, /*accumulate=*/false);
    parallel_for(size, 16, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        const float* from = row(cosines, i);
        if (offset + i + 1 == n) continue;
        const float* highest = std::max_element(from + offset + i + 1, from + n);
        best[offset + i] = {offset + i, static_cast<std::size_t>(highest - from), *highest};
      }
    });
  }
  return *std::max_element(best.begin(), best.end(),
                           [](const NearestPair& a, const NearestPair& b) { return a.cosine < b.cosine; });
}

Matrix<float> random_directions(std::size_t count, std::size_t dimension, const Random& random) {
  Matrix<float> m;
  resize(m, count, dimension);
  parallel_for(m.size(), 1 << 16, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) m.data()[i] = static_cast<float>(random.normal(i));
  });
  return m;
}

double expected_highest_cosine(std::size_t n, std::size_t dimension) {
  const double pairs = 0.5 * static_cast<double>(n) * static_cast<double>(n - 1);
  return std::min(1.0, std::sqrt(2.0 * std::log(pairs) / static_cast<double>(dimension)));
}

}  // namespace rowgrad
