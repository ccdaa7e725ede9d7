#include "analysis/score_descent.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a step of descent moves every score by the rate times its signal") {
  const ScoreDescent found = descend({{2, 1, 0.1}, {0.7, 0.2, 0.1}}, 0.5, 3);
  REQUIRE(found.way.size() == 4);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto &before = found.way[i], &after = found.way[i + 1];
    for (std::size_t k = 0; k < 3; ++k) {
      CHECK(before.signal[k] == Approx(before.probabilities[k] - std::vector<double>{0.7, 0.2, 0.1}[k]));
      CHECK(after.scores[k] == Approx(before.scores[k] - 0.5 * before.signal[k]));
    }
    CHECK(after.loss < before.loss);
  }
}

TEST_CASE("a long way is told by its first steps, round ones, the first rise and the last") {
  std::vector<std::size_t> told;
  const ScoreDescent found = descend({{-8, 8, 0}, {0.5, 0.5, 0}}, 4.2, 60);
  for (const ScoreDescent::Step& step : found.way) told.push_back(step.step);
  CHECK(told == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 26, 50, 60});
  CHECK(found.first_rise == 26U);
  CHECK(descend({{3, -3}, {0.5, 0.5}}, 1, 0).way.size() == 1);
}

TEST_CASE("once it has converged, rounding is not taken for a rise") {
  CHECK_FALSE(descend({{2, 1, 0.1}, {0.7, 0.2, 0.1}}, 1, 3000).first_rise);
}

TEST_CASE("rates and numbers of steps out of range are refused by name") {
  const ScoredRow row{{1, 0}, {1, 0}};
  for (const double lr : {0.0, -1.0, 1e7, std::nan("")})
    CHECK_THROWS_WITH(descend(row, lr, 1), Catch::StartsWith("step: "));
  CHECK_THROWS_WITH(descend(row, 1, 1'000'001), Catch::StartsWith("steps: "));
}

}  // namespace
}  // namespace rowgrad
