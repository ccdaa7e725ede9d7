#include "engine/exchange_queue.hpp"

#include <numeric>
#include <stdexcept>
#include <vector>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("pieces are done in the order in which they were asked for") {
  std::vector<std::size_t> done, expected(100);
  std::iota(expected.begin(), expected.end(), std::size_t{0});
  ExchangeQueue queue([&](std::size_t piece) { done.push_back(piece); });
  for (std::size_t i = 0; i < 50; ++i) queue.add(i);
  queue.wait();
  CHECK(done.size() == 50);
  for (std::size_t i = 50; i < 100; ++i) queue.add(i);
  queue.wait();
  CHECK(done == expected);
}

TEST_CASE("what a piece throws reaches whoever waits, and later pieces are not begun") {
  std::vector<std::size_t> done;
  ExchangeQueue queue([&](std::size_t piece) {
    if (piece == 1) throw std::runtime_error("no network");
    done.push_back(piece);
  });
  for (std::size_t i = 0; i < 4; ++i) queue.add(i);
  CHECK_THROWS_WITH(queue.wait(), "no network");
  CHECK(done == std::vector<std::size_t>{0});
}

}  // namespace
}  // namespace rowgrad
