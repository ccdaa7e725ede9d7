#include "models/lm/bigram.hpp"

#include <cmath>

#include "core/random.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("the bigram loss is that of counted pairs") {
  Ragged items;
  items.push(std::vector<Id>{1, 2});
  items.push(std::vector<Id>{1});
  const BigramLoss loss = count_bigrams(items, 0, 3);  // 01 12 20 | 01 10
  CHECK(loss.pairs == 5);
  CHECK(loss.seen == 4);
  CHECK(loss.counted == Approx(2 * std::log(2.0) / 5));
  CHECK(loss.smoothed == Approx(-(2 * std::log(3.0 / 5) + 2 * std::log(2.0 / 5) + std::log(2.0 / 4)) / 5));
}

TEST_CASE("pairs that are merged in several goes are counted as in one") {
  constexpr std::size_t n = 3000000;  // more than wait at a time
  const Random random(3);
  std::vector<Id> ids;
  for (std::size_t i = 0; i < n; ++i) ids.push_back(static_cast<Id>(1 + random.below(i, 9)));
  Ragged items;
  items.push(ids);
  const BigramLoss loss = count_bigrams(items, 0, 10);
  std::vector<double> pairs(100), from(10);
  for (std::size_t i = 0; i <= n; ++i) {
    const Id a = i == 0 ? 0 : ids[i - 1], b = i == n ? 0 : ids[i];
    ++pairs[a * 10 + b];
    ++from[a];
  }
  double counted = 0.0;
  for (std::size_t p = 0; p < pairs.size(); ++p)
    counted -= pairs[p] == 0 ? 0 : pairs[p] * std::log(pairs[p] / from[p / 10]);
  CHECK(loss.pairs == n + 1);
  CHECK(loss.seen == 83);  // of the nine symbols, and one at either end
  CHECK(loss.counted == Approx(counted / (n + 1)));
}

}  // namespace
}  // namespace rowgrad
