// Share: one of the consecutive parts that n things are cut into.
#pragma once

#include <algorithm>
#include <cstddef>

namespace rowgrad {

/// [first, last).
struct Share {
  std::size_t first = 0, last = 0;
  std::size_t count() const { return last - first; }
  bool contains(std::size_t i) const { return first <= i && i < last; }
  bool operator==(const Share&) const = default;
};

/// What both have; empty, wherever it begins, if that is nothing.
inline Share overlap(const Share& a, const Share& b) {
  const std::size_t first = std::max(a.first, b.first);
  return {first, std::max(first, std::min(a.last, b.last))};
}

/// The part of n things with this number, of `parts` that differ by one at most.
inline Share share_of(std::size_t n, std::size_t part, std::size_t parts) {
  return {n * part / parts, n * (part + 1) / parts};
}

}  // namespace rowgrad
