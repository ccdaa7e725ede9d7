#include "data/pass_order.hpp"

#include "data/permutation.hpp"

namespace rowgrad {

const std::vector<std::size_t>& PassOrder::of(std::size_t n, const Random& pass) {
  std::call_once(made_, [&] { order_ = permutation(n, pass.stream("shuffle")); });
  return order_;
}

}  // namespace rowgrad
