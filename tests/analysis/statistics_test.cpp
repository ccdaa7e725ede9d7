#include "analysis/statistics.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("equal values share the mean of their ranks") {
  CHECK(ranks(std::vector<double>{3, 1, 3, 2}) == std::vector<double>{3.5, 1, 3.5, 2});
}

TEST_CASE("the median stands in the middle, and is the upper of two") {
  CHECK(median({9, 1, 5}) == 5);
  CHECK(median({4, 1, 2, 3}) == 3);
  CHECK(median({7}) == 7);
}

TEST_CASE("Spearman's correlation with ties is what SciPy computes") {
  // scipy.stats.spearmanr([1, 2, 2, 4, 5], [2, 1, 3, 3, 9])
  CHECK(spearman(std::vector<double>{1, 2, 2, 4, 5}, std::vector<double>{2, 1, 3, 3, 9}) ==
        Approx(0.7631578947368421).epsilon(1e-12));
}

TEST_CASE("a weighted line ignores what weighs nothing") {
  const std::vector<double> x{0, 1, 2, 7}, y{1, 3, 5, -100}, weights{1, 2, 3, 0};
  const Line line = fit_line(x, y, weights);
  CHECK(line.slope == Approx(2));
  CHECK(line.intercept == Approx(1));
  CHECK(line.correlation == Approx(1));
}

TEST_CASE("a constant has no correlation and no NaN") {
  CHECK(fit_line(std::vector<double>{1, 1}, std::vector<double>{1, 2}).correlation == 0);
}

}  // namespace
}  // namespace rowgrad
