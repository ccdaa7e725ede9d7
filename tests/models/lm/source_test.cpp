#include "models/lm/source.hpp"

#include "tests/catch.hpp"

namespace rowgrad::lm {
namespace {

constexpr std::uint64_t large = std::uint64_t{3} << 32;

TEST_CASE("windows beyond 2^32 symbols start where their symbols stand") {
  // Two items of `large` and 5 symbols, each closed by a boundary; before each item stand 4 of them.
  const ItemRows rows(2, [](std::size_t i) { return i == 0 ? large + 1 : 6; });
  CHECK(Windows::start(rows, 4, 0) == 0);
  CHECK(Windows::start(rows, 4, large) == large);
  CHECK(Windows::start(rows, 4, large + 1) == large + 1 + 4);
  CHECK(Windows::start(rows, 4, large + 6) == large + 6 + 4);
}

TEST_CASE("a window holds the symbols before the predicted one, and never those of another item") {
  Ragged items;
  items.push(std::vector<Id>{5, 6});
  items.push(std::vector<Id>{7});
  const Windows windows(items, 2);
  REQUIRE(windows.size() == 5);
  const std::vector<std::vector<Id>> expected{{0, 0, 5}, {0, 5, 6}, {5, 6, 0}, {0, 0, 7}, {0, 7, 0}};
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(std::vector<Id>(windows[i].begin(), windows[i].end()) == expected[i]);
}

TEST_CASE("an item of more than 2^32 symbols is cut into pieces that cover it") {
  const Pieces pieces(3, 1000, [](std::size_t i) { return i == 1 ? large : 7; });
  REQUIRE(pieces.size() == 2 + large / 1000 + 1);
  const std::size_t far = 1 + large / 1000;  // the last piece of the long item
  CHECK(pieces[far].item == 1);
  CHECK(pieces[far].first == large / 1000 * 1000);
  CHECK(pieces.last(pieces[far].first, large + 1) == large + 1);
  CHECK(pieces.last(pieces[far - 1].first, large + 1) == pieces[far].first);
  CHECK(pieces[far + 1].item == 2);
  CHECK(pieces[far + 1].first == 0);
}

TEST_CASE("pieces are whole items unless a block is given, and a boundary never makes a piece too long") {
  const auto symbols = [](std::size_t i) { return i + 2; };
  CHECK(Pieces(3, 0, symbols).size() == 3);
  CHECK(Pieces(3, 0, symbols).last(0, 3) == 3);
  CHECK(Pieces(3, 3, symbols).size() == 1 + 2 + 2);  // of 3, 4 and 5 rows
}

}  // namespace
}  // namespace rowgrad::lm
