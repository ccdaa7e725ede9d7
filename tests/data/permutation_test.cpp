#include "data/permutation.hpp"

#include <algorithm>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a permutation holds every place once, by its stream alone, and each place is as likely anywhere") {
  auto order = permutation(100, Random(1));
  CHECK(permutation(100, Random(1)) == order);
  CHECK(permutation(100, Random(2)) != order);
  std::sort(order.begin(), order.end());
  for (std::size_t i = 0; i < order.size(); ++i) CHECK(order[i] == i);
  CHECK(permutation(0, Random(1)).empty());

  std::vector<double> first(4, 0.0);
  for (std::uint64_t seed = 0; seed < 40000; ++seed) ++first[permutation(4, Random(seed))[0]];
  for (const double count : first) CHECK(count / 40000 == Approx(0.25).margin(0.01));
}

}  // namespace
}  // namespace rowgrad
