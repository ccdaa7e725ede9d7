#include "analysis/cosine.hpp"

#include <vector>

#include "tests/catch.hpp"

namespace rowgrad {

TEST_CASE("the cosine is that of the angle, whatever the lengths, and 0 with a row of zeros") {
  const std::vector<double> x{3, 0, 0}, diagonal{-0.5, 0.5, 0}, zero{0, 0, 0};
  CHECK(cosine(x, x) == Approx(1.0));
  CHECK(cosine(x, diagonal) == Approx(-std::sqrt(0.5)));
  CHECK(cosine(x, zero) == 0.0);
  const std::vector<float> a{1, 2, 3, 4}, b{-4, 3, -2, 1};
  CHECK(cosine(a, b) == 0.0);
}

}  // namespace rowgrad
