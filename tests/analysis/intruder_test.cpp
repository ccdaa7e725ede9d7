#include "analysis/intruder.hpp"

#include "core/error.hpp"
#include "tests/analysis/random_vectors.hpp"
#include "tests/catch.hpp"

namespace rowgrad {

TEST_CASE("the intruder has the lowest mean cosine to the others") {
  const auto v = vectors_of({{"cat", {1, 0}}, {"dog", {1, 0.1F}}, {"fish", {1, -0.1F}}, {"car", {0, 1}}});
  const std::vector<Id> ids{0, 3, 1, 2};
  const auto ranked = rank_intruders(v, ids);
  CHECK(v.word(ranked[0].id) == "car");
  CHECK(v.word(ranked[3].id) == "dog");
}

TEST_CASE("two words, or a repeated one, have no intruder") {
  const auto v = random_vectors(3, 4);
  CHECK_THROWS_AS(rank_intruders(v, std::vector<Id>{0, 1}), Error);
  CHECK_THROWS_AS(rank_intruders(v, std::vector<Id>{0, 1, 0}), Error);
}

}  // namespace rowgrad
