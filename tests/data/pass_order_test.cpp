#include "data/pass_order.hpp"

#include <thread>

#include "data/permutation.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a pass's order is made once, whoever asks first, and is that of its stream") {
  PassOrder order;
  std::vector<const std::vector<std::size_t>*> seen(4);
  {
    std::vector<std::jthread> threads;
    for (auto& s : seen) threads.emplace_back([&] { s = &order.of(1000, Random(3)); });
  }
  for (const auto* s : seen) CHECK(s == seen[0]);
  CHECK(*seen[0] == permutation(1000, Random(3).stream("shuffle")));
}

}  // namespace
}  // namespace rowgrad
