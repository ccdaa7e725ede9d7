#include "data/item_rows.hpp"

#include "core/random.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

ItemRows rows_of(const std::vector<std::uint64_t>& lengths) {
  return {lengths.size(), [&](std::size_t i) { return lengths[i]; }};
}

TEST_CASE("every row knows its item and its place there, whatever the items' lengths") {
  const Random random(7);
  for (const std::uint64_t longest : {1, 2, 50, 1000}) {
    std::vector<std::uint64_t> lengths;
    for (std::size_t i = 0; i < 300; ++i) lengths.push_back(i % 7 == 0 ? 1 + random.below(i, longest) : 1);
    const ItemRows rows = rows_of(lengths);
    std::uint64_t row = 0;
    for (std::size_t item = 0; item < lengths.size(); ++item) {
      for (std::uint64_t place = 0; place < lengths[item]; ++place, ++row) {
        REQUIRE(rows[row].item == item);
        REQUIRE(rows[row].row == place);
      }
    }
    CHECK(rows.size() == row);
  }
  CHECK(rows_of({}).size() == 0);
}

TEST_CASE("rows beyond 2^32 and items longer than that are found") {
  const std::uint64_t large = std::uint64_t{5} << 32;
  const ItemRows rows = rows_of({3, large, 1, large, 2});
  CHECK(rows.size() == 2 * large + 6);
  for (const std::uint64_t row : {std::uint64_t{0}, std::uint64_t{1} << 32, large - 1}) {
    CHECK(rows[3 + row].item == 1);
    CHECK(rows[3 + row].row == row);
    CHECK(rows[4 + large + row].item == 3);
    CHECK(rows[4 + large + row].row == row);
  }
  CHECK(rows[3 + large].item == 2);
  CHECK(rows[2 * large + 5].item == 4);
  CHECK(rows[2 * large + 5].row == 1);
}

}  // namespace
}  // namespace rowgrad
