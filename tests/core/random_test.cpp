#include "core/random.hpp"

#include <cmath>
#include <set>
#include <vector>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("the i-th random number does not depend on the order of asking") {
  const Random random = Random(7).stream("shuffle").stream(3);
  std::vector<std::uint64_t> forwards, backwards;
  for (std::uint64_t i = 0; i < 100; ++i) forwards.push_back(random.bits(i));
  for (std::uint64_t i = 100; i-- > 0;) backwards.push_back(random.bits(i));
  CHECK(std::vector<std::uint64_t>(backwards.rbegin(), backwards.rend()) == forwards);
}

TEST_CASE("streams of different seeds, purposes and numbers differ") {
  std::set<std::uint64_t> first;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    first.insert(Random(seed).bits(0));
    for (const char* purpose : {"init", "data", "step"}) {
      for (std::uint64_t i = 0; i < 20; ++i) first.insert(Random(seed).stream(purpose).stream(i).bits(0));
    }
  }
  CHECK(first.size() == 50 * (1 + 3 * 20));
}

TEST_CASE("uniform numbers are at least 0 and below 1, below(n) gives each of n about equally often") {
  const Random random(1);
  std::vector<int> hits(7, 0);
  double sum = 0.0;
  for (std::uint64_t i = 0; i < 70000; ++i) {
    const double u = random.uniform(i);
    CHECK_FALSE((u < 0.0 || u >= 1.0));
    sum += u;
    ++hits.at(random.below(i, 7));
  }
  CHECK(sum / 70000 == Approx(0.5).margin(0.005));
  for (const int n : hits) CHECK(n == Approx(10000).margin(400));
}

TEST_CASE("normal numbers have mean 0, variance 1 and the bell's tails") {
  const Random random(2);
  double sum = 0.0, squares = 0.0;
  int beyond_two = 0;
  constexpr int n = 100000;
  for (std::uint64_t i = 0; i < n; ++i) {
    const double x = random.normal(i);
    sum += x;
    squares += x * x;
    beyond_two += std::abs(x) > 2.0 ? 1 : 0;
  }
  CHECK(sum / n == Approx(0.0).margin(0.01));
  CHECK(squares / n == Approx(1.0).margin(0.015));
  CHECK(static_cast<double>(beyond_two) / n == Approx(0.0455).margin(0.003));
}

}  // namespace
}  // namespace rowgrad
