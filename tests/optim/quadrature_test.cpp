#include "optim/quadrature.hpp"

#include <cmath>

#include "tests/catch.hpp"

namespace rowgrad {

TEST_CASE("Gauss's rule stands for the sum within its tolerance, whatever the second moment") {
  std::vector<Term> points;
  for (int j = 1; j <= 150; ++j)
    points.push_back(
        {std::pow(0.9, j) * std::sqrt(1.0 - std::pow(0.999, 20 + j)), 1e-8 * std::sqrt(1.0 - std::pow(0.999, 20 + j))});
  Moments moments{};
  for (const Term& p : points) {
    for (int k = 0; k < 5; ++k) moments[k] += p.weight * std::pow(p.x, k - 1);
  }
  const auto sum = [](const std::vector<Term>& terms, double s) {
    double total = 0.0;
    for (const Term& term : terms) total += term.weight / (s + term.x);
    return total;
  };
  const auto few = gauss_from_points(points, 1e-6);
  std::vector<Term> two, none;
  REQUIRE(gauss_from_moments(moments, 1e-3, two));
  CHECK(few.size() < 10);
  REQUIRE(two.size() == 2);
  for (const double s : {0.0, 1e-10, 1e-9, 1e-8, 1e-7, 1e-3, 1.0}) {
    CHECK(sum(few, s) == Approx(sum(points, s)).epsilon(1e-6));
    CHECK(sum(two, s) == Approx(sum(points, s)).epsilon(1e-3));
  }
  CHECK_FALSE(gauss_from_moments(moments, 1e-9, none));
  CHECK(none.empty());
  CHECK(gauss_from_points(points, 0.0).size() == points.size());
}

}  // namespace rowgrad
