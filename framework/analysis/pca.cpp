#include "analysis/pca.hpp"

#include <algorithm>
#include <cmath>

#include "core/random.hpp"
#include "kernels/matmul.hpp"
#include "kernels/rows.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t rows_per_block = 4096;
constexpr int iterations = 1000;
constexpr double converged = 1e-12;
constexpr double independent = 1e-6;  // of a row's length before; the covariance comes from floats

std::vector<double> column_means(const Matrix<float>& x) {
  std::vector<double> mean(columns(x), 0.0);
  for (std::size_t i = 0; i < rows(x); ++i) {
    for (std::size_t j = 0; j < mean.size(); ++j) mean[j] += static_cast<double>(row(x, i)[j]);
  }
  for (double& m : mean) m /= static_cast<double>(rows(x));
  return mean;
}

// (columns x columns), times the number of rows; centred a block of rows at a time.
Matrix<double> covariance(const Matrix<float>& x, const std::vector<double>& mean) {
  const std::size_t d = columns(x);
  auto sum = zeros<double>(d, d);
  Matrix<float> centred, product;
  resize(product, d, d);
  for (std::size_t first = 0; first < rows(x); first += rows_per_block) {
    const std::size_t n = std::min(rows_per_block, rows(x) - first);
    resize(centred, n, d);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < d; ++j) row(centred, i)[j] = row(x, first + i)[j] - static_cast<float>(mean[j]);
    }
    matmul_tn(centred, centred, product, /*accumulate=*/false);
    for (std::size_t i = 0; i < sum.size(); ++i) sum.data()[i] += static_cast<double>(product.data()[i]);
  }
  return sum;
}

// Makes the rows orthonormal (modified Gram-Schmidt); returns their lengths before. A row that depends on the others
// becomes zero: what is left of it is rounding.
std::vector<double> orthonormalise(Matrix<double>& q) {
  const auto& kernel = row_kernels<double>();
  const std::size_t d = columns(q);
  std::vector<double> lengths;
  for (std::size_t i = 0; i < rows(q); ++i) {
    const double before = std::sqrt(kernel.dot(row(q, i), row(q, i), d));
    for (std::size_t k = 0; k < i; ++k) kernel.axpy(-kernel.dot(row(q, i), row(q, k), d), row(q, k), row(q, i), d);
    lengths.push_back(std::sqrt(kernel.dot(row(q, i), row(q, i), d)));
    if (lengths.back() <= independent * before) lengths.back() = 0.0;
    kernel.scale(lengths.back() > 0.0 ? 1.0 / lengths.back() : 0.0, row(q, i), d);
  }
  return lengths;
}

// The leading eigenvectors of a symmetric matrix, as the rows of `q`; returns the eigenvalues.
std::vector<double> iterate(const Matrix<double>& symmetric, Matrix<double>& q) {
  const std::size_t d = columns(q);
  double trace = 0.0;
  for (std::size_t j = 0; j < d; ++j) trace += symmetric(j, j);
  auto values = orthonormalise(q);
  Matrix<double> next;
  resize(next, rows(q), d);
  for (int i = 0; i < iterations; ++i) {
    for (std::size_t c = 0; c < rows(q); ++c) {
      for (std::size_t j = 0; j < d; ++j) row(next, c)[j] = row_kernels<double>().dot(row(q, c), row(symmetric, j), d);
    }
    std::swap(q, next);
    const auto now = orthonormalise(q);
    double change = 0.0;
    for (std::size_t c = 0; c < now.size(); ++c) change = std::max(change, std::abs(now[c] - values[c]));
    values = now;
    if (change <= converged * trace) break;
  }
  return values;
}

}  // namespace

Pca::Pca(const Matrix<float>& x, std::size_t count) : mean_(column_means(x)) {
  const std::size_t d = columns(x);
  const Matrix<double> cov = covariance(x, mean_);
  Matrix<double> q;
  resize(q, std::min(d, count + 4), d);  // a few directions more make the wanted ones converge faster
  const Random random(1);
  for (std::size_t i = 0; i < q.size(); ++i) q.data()[i] = random.normal(i);
  const auto values = iterate(cov, q);
  double total = 0.0;
  for (std::size_t j = 0; j < d; ++j) total += cov(j, j);
  components_ = zeros<double>(count, d);
  explained_.assign(count, 0.0);
  for (std::size_t c = 0; c < std::min(count, rows(q)); ++c) {
    const double* from = row(q, c);
    const auto largest =
        *std::max_element(from, from + d, [](double a, double b) { return std::abs(a) < std::abs(b); });
    row_kernels<double>().scaled_copy(largest < 0.0 ? -1.0 : 1.0, from, row(components_, c), d);
    explained_[c] = total > 0.0 ? values[c] / total : 0.0;
  }
}

std::vector<double> Pca::project(std::span<const float> from) const {
  std::vector<double> result(rows(components_), 0.0);
  for (std::size_t c = 0; c < result.size(); ++c) {
    for (std::size_t j = 0; j < mean_.size(); ++j)
      result[c] += (static_cast<double>(from[j]) - mean_[j]) * components_(c, j);
  }
  return result;
}

}  // namespace rowgrad
