#include "analysis/nearest_pair.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("the nearest pair is found across blocks") {
  Matrix<float> v = random_directions(1200, 50, Random(3));
  for (std::size_t j = 0; j < 50; ++j) v(1100, j) = 2.0F * v(7, j) + 0.01F * v(8, j);
  const NearestPair pair = nearest_pair(v);
  CHECK(pair.first == 7);
  CHECK(pair.second == 1100);
  CHECK(pair.cosine > 0.99F);
}

TEST_CASE("the higher the dimension, the farther apart the nearest of a thousand random vectors stay") {
  double last = 1.0;
  for (const std::size_t d : {4, 16, 64, 256, 1024}) {
    const double cosine = nearest_pair(random_directions(1000, d, Random(1))).cosine;
    CHECK(cosine < last);
    last = cosine;
  }
  CHECK(last < 0.2);
  CHECK(last == Approx(expected_highest_cosine(1000, 1024)).epsilon(0.15));
}

}  // namespace
}  // namespace rowgrad
