#include "analysis/pca.hpp"

#include "core/random.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("components are the axes of a stretched cloud, the longest first") {
  const std::size_t n = 20000;
  Matrix<float> x;
  resize(x, n, 4);
  const Random random(1);
  const float stretch[] = {0.1F, 3.0F, 0.2F, 1.0F};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < 4; ++j) x(i, j) = 5.0F + stretch[j] * static_cast<float>(random.normal(4 * i + j));
  }
  const Pca pca(x, 2);
  CHECK(pca.explained(0) == Approx(9.0 / 10.05).margin(0.01));
  CHECK(pca.explained(1) == Approx(1.0 / 10.05).margin(0.01));
  const std::vector<float> point{5, 7, 5, 4};
  CHECK(pca.project(point)[0] == Approx(2).margin(0.1));
  CHECK(pca.project(point)[1] == Approx(-1).margin(0.1));
}

TEST_CASE("points on a line, or one point, give no NaN") {
  auto x = zeros<float>(3, 2);
  CHECK(Pca(x, 2).project(std::vector<float>{0, 0}) == std::vector<double>{0, 0});
  x(1, 0) = x(1, 1) = 1;
  x(2, 0) = x(2, 1) = 2;
  const Pca pca(x, 2);
  CHECK(pca.explained(0) == Approx(1));
  CHECK(pca.project(std::vector<float>{2, 2})[0] == Approx(std::sqrt(2.0)));
  CHECK(pca.project(std::vector<float>{2, 2})[1] == Approx(0).margin(1e-9));
}

}  // namespace
}  // namespace rowgrad
