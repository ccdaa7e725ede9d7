#include "data/alias.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("an alias table draws each outcome as often as its weight says") {
  const std::vector<double> weights{1, 0, 4, 2, 0.5, 2.5};
  const AliasTable table(weights);
  std::vector<double> hits(weights.size(), 0.0);
  constexpr int n = 200000;
  for (std::uint64_t i = 0; i < n; ++i) ++hits[table.sample(Random(1).bits(i))];
  CHECK(hits[1] == 0.0);
  for (Id id = 0; id < weights.size(); ++id) {
    CHECK(table.probability(id) == Approx(weights[id] / 10.0));
    CHECK(hits[id] / n == Approx(weights[id] / 10.0).margin(0.004));
  }
}

}  // namespace
}  // namespace rowgrad
