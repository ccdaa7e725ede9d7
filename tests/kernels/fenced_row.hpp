// FencedRow: what kernels are tested on: numbers with a fence behind them that no kernel may write to.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/random.hpp"
#include "tests/catch.hpp"

namespace rowgrad {

template <class T>
class FencedRow {
 public:
  /// n normal random numbers.
  FencedRow(std::size_t n, std::uint64_t seed) : n_(n), values_(n + fence_length, fence) {
    for (std::size_t i = 0; i < n; ++i) values_[i] = static_cast<T>(Random(seed).normal(i));
  }
  /// The same, f applied to each.
  template <class F>
  FencedRow(std::size_t n, std::uint64_t seed, F f) : FencedRow(n, seed) {
    std::transform(data(), data() + n, data(), f);
  }

  std::size_t size() const { return n_; }
  T* data() { return values_.data(); }
  const T* data() const { return values_.data(); }
  double operator[](std::size_t i) const { return static_cast<double>(values_[i]); }
  bool operator==(const FencedRow& other) const { return values_ == other.values_; }

  bool fence_stands() const {
    return std::all_of(data() + n_, data() + n_ + fence_length, [](T x) { return x == fence; });
  }

 private:
  static constexpr std::size_t fence_length = 32;  // two of the longest vectors
  static constexpr T fence = T(12345);
  std::size_t n_;
  std::vector<T> values_;
};

/// What rounding may do to a result, for each unit of its size beyond 1.
template <class T>
constexpr double kernel_tolerance = sizeof(T) == 4 ? 1e-5 : 1e-12;

/// Checks every element against expected(i), a plain loop's in double, and the fence.
template <class T, class F>
void check_row(const FencedRow<T>& found, F expected) {
  double worst = 0.0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double want = expected(i), error = std::abs(found[i] - want) / (1.0 + std::abs(want));
    worst = std::isnan(error) ? error : std::max(worst, error);
    if (std::isnan(worst)) break;
  }
  CHECK(worst <= kernel_tolerance<T>);
  CHECK(found.fence_stands());
}

/// The same for one number.
template <class T>
void check_number(T found, double expected) {
  CHECK(std::abs(static_cast<double>(found) - expected) <= kernel_tolerance<T> * (1.0 + std::abs(expected)));
}

}  // namespace rowgrad
