#include "data/split.hpp"

#include <algorithm>
#include <cmath>

#include "data/permutation.hpp"

namespace rowgrad {

std::array<std::vector<std::size_t>, 3> split_items(std::size_t n, const std::vector<double>& fractions,
                                                    std::size_t seed) {
  const auto order = permutation(n, Random(seed).stream("split"));
  std::array<std::vector<std::size_t>, 3> parts;
  std::size_t first = 0;
  double done = 0.0;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    done += p < fractions.size() ? fractions[p] : 0.0;
    const std::size_t last = p + 1 == fractions.size()
                                 ? n
                                 : std::min(n, static_cast<std::size_t>(std::llround(done * static_cast<double>(n))));
    parts[p].assign(order.begin() + static_cast<std::ptrdiff_t>(first),
                    order.begin() + static_cast<std::ptrdiff_t>(std::max(first, last)));
    first = std::max(first, last);
  }
  return parts;
}

}  // namespace rowgrad
