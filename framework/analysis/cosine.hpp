// Cosine: how nearly two vectors point the same way.
#pragma once

#include <cassert>
#include <cmath>
#include <span>

namespace rowgrad {
namespace detail {

template <class T>
double cosine(std::span<const T> a, std::span<const T> b) {
  assert(a.size() == b.size());
  double ab = 0.0, aa = 0.0, bb = 0.0;
  for (std::size_t j = 0; j < a.size(); ++j) {
    const double x = a[j], y = b[j];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0.0 && bb > 0.0 ? ab / std::sqrt(aa * bb) : 0.0;
}

}  // namespace detail

/// a·b / (|a| |b|), summed in double; 0 if either is all zeros. REQUIRES: the same length.
inline double cosine(std::span<const float> a, std::span<const float> b) { return detail::cosine(a, b); }
inline double cosine(std::span<const double> a, std::span<const double> b) { return detail::cosine(a, b); }

}  // namespace rowgrad
