// Cosine: how nearly two vectors point the same way.
#pragma once

#include <cassert>
#include <cmath>
#include <span>

#include "kernels/rows.hpp"

namespace rowgrad {
namespace detail {

template <class T>
T cosine(std::span<const T> a, std::span<const T> b) {
  assert(a.size() == b.size());
  const auto dot = [](std::span<const T> x, std::span<const T> y) {
    return row_kernels<T>().dot(x.data(), y.data(), x.size());
  };
  const T lengths = std::sqrt(dot(a, a)) * std::sqrt(dot(b, b));
  return lengths == T(0) ? T(0) : dot(a, b) / lengths;
}

}  // namespace detail

/// a·b / (|a| |b|); 0 if either is all zeros. REQUIRES: the same length.
inline float cosine(std::span<const float> a, std::span<const float> b) { return detail::cosine(a, b); }
inline double cosine(std::span<const double> a, std::span<const double> b) { return detail::cosine(a, b); }

}  // namespace rowgrad
