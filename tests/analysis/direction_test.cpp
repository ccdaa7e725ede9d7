#include "analysis/direction.hpp"

#include "tests/analysis/random_vectors.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

// Pairs w0:w1, w2:w3… Words differ most in columns 0 and 1, in which the two of a pair differ at random; all pairs
// share an offset, spread over twenty columns in which nothing else happens.
WordVectors pairs_with_offset(std::size_t pairs) {
  Matrix<float> values;
  resize(values, 2 * pairs, 40);
  Vocabulary words;
  const Random random(5);
  for (std::size_t i = 0; i < rows(values); ++i) {
    words.add("w" + std::to_string(i));
    for (std::size_t j = 0; j < columns(values); ++j) {
      const double base = random.stream(i / 2).normal(j), own = random.stream("own").stream(i).normal(j);
      const double x = j < 2 ? 10 * base + 0.3 * own : j < 20 ? base : i % 2 == 0 ? 0.0 : 0.2;
      values(i, j) = static_cast<float>(x);
    }
  }
  return {std::move(words), std::move(values)};
}

TEST_CASE("a shared offset shows in all dimensions, is lost in the plane, and takes a word to its partner") {
  const auto v = pairs_with_offset(30);
  std::vector<std::pair<Id, Id>> pairs;
  for (Id p = 0; p < 20; p += 2) pairs.emplace_back(p, p + 1);
  const Direction direction = find_direction(v, pairs);
  CHECK(direction.full.pairs > 0.5);
  CHECK(direction.full.swapped < 0.3);
  CHECK(direction.plane.pairs < direction.full.pairs - 0.3);
  CHECK(direction.largest_column < 0.2);
  CHECK(apply_direction(v, direction, 40, 1)[0].id == 41);
}

TEST_CASE("one pair is no direction") {
  const std::vector<std::pair<Id, Id>> one{{0, 1}};
  CHECK_THROWS_WITH(find_direction(random_vectors(2, 3), one), Catch::Matchers::Contains("two pairs or more"));
}

}  // namespace
}  // namespace rowgrad
