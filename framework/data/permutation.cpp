#include "data/permutation.hpp"

#include <numeric>
#include <utility>

namespace rowgrad {

std::vector<std::size_t> permutation(std::size_t n, const Random& random) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[random.below(i, i)]);
  return order;
}

}  // namespace rowgrad
