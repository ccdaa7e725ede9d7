#include "graph/table_blocks.hpp"

#include "tests/catch.hpp"
#include "tests/ranks.hpp"

namespace rowgrad {
namespace {

TEST_CASE("the first rank sees all rows of a sharded table, in order, and the others none") {
  ParameterSpec spec(Param{0, "t"}, 150001, 2, Init{"normal", 1.0});
  spec.sharded = true;
  const auto whole = initialise<float>({spec}, Random(2))[0].value;
  Ranks(3).run([&](Communicator& ranks) {
    const auto mine = initialise<float>({spec}, Random(2), ranks)[0];
    std::vector<float> seen;
    for_each_block(mine, ranks, [&](const float* rows, std::size_t n) { seen.insert(seen.end(), rows, rows + 2 * n); });
    const auto lock = asserting();
    CHECK(seen.size() == (ranks.first() ? whole.size() : 0));
    CHECK(std::equal(seen.begin(), seen.end(), whole.begin()));
  });
}

}  // namespace
}  // namespace rowgrad
