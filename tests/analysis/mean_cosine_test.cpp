#include "analysis/mean_cosine.hpp"

#include "core/error.hpp"
#include "tests/analysis/random_vectors.hpp"
#include "tests/catch.hpp"

namespace rowgrad {

TEST_CASE("the mean cosine is that of the pairs one by one, without the word itself, the highest first") {
  const auto v = random_vectors(7, 5);
  const auto ranked = rank_by_mean_cosine(v);
  REQUIRE(ranked.size() == 7);
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    double sum = 0;
    for (Id other = 0; other < 7; ++other) sum += other == ranked[i].id ? 0.0 : v.cosine(ranked[i].id, other);
    CHECK(ranked[i].score == Approx(sum / 6).margin(1e-6));
    if (i > 0) CHECK(ranked[i - 1].score >= ranked[i].score);
  }
}

TEST_CASE("a row of zeros has a mean cosine of 0, and one word has none") {
  const auto v = vectors_of({{"a", {1, 0}}, {"b", {1, 0}}, {"zero", {0, 0}}});
  const auto ranked = rank_by_mean_cosine(v);
  CHECK(v.word(ranked[2].id) == "zero");
  CHECK(ranked[2].score == 0);
  CHECK(ranked[0].score == Approx(0.5));
  CHECK_THROWS_WITH(rank_by_mean_cosine(random_vectors(1, 2)), Catch::Contains("found 1"));
}

}  // namespace rowgrad
