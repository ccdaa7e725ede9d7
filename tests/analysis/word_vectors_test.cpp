#include "analysis/word_vectors.hpp"

#include "core/error.hpp"
#include "tests/analysis/random_vectors.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("neighbours come best first, by cosine and not by length, without the word itself") {
  const auto v =
      vectors_of({{"a", {1, 0}}, {"long", {100, 100}}, {"near", {1, 0.1F}}, {"zero", {0, 0}}, {"far", {-1, 0}}});
  const Id self[] = {0};
  const auto best = v.nearest(v.vector(0), 4, self);
  REQUIRE(best.size() == 4);
  CHECK(v.word(best[0].id) == "near");
  CHECK(v.word(best[1].id) == "long");
  CHECK(best[1].score == Approx(std::sqrt(0.5)));
  CHECK(v.word(best[2].id) == "zero");
  CHECK(best[2].score == 0);
  CHECK(best[3].score == Approx(-1));
}

TEST_CASE("the best of many are those of a full sort, ties by id") {
  const auto v = random_vectors(20000, 3);
  std::vector<float> scores(v.size());
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = static_cast<float>(Random(3).below(i, 50));
  const auto best = v.best(scores, 700);
  std::vector<Id> order(v.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<Id>(i);
  std::stable_sort(order.begin(), order.end(), [&](Id a, Id b) { return scores[a] > scores[b]; });
  for (std::size_t i = 0; i < best.size(); ++i) REQUIRE(best[i].id == order[i]);
}

TEST_CASE("a vector whose length is beyond what floats hold is refused, not compared as nan") {
  CHECK_THROWS_WITH(vectors_of({{"a", {1, 0}}, {"huge", {3e38F, 1}}}), Contains("\"huge\"") && Contains("too long"));
}

TEST_CASE("a word is found in lower case too, and a misspelt one gets suggestions") {
  const auto v = vectors_of({{"kitten", {1, 0}}, {"kitchen", {0, 1}}, {"Rome", {1, 1}}});
  CHECK(v.id("Kitten") == 0);
  CHECK(v.id("Rome") == 2);
  CHECK_THROWS_WITH(v.id("kiten"), Contains("did you mean \"kitten\"") && Contains("not among the 3 words"));
  CHECK_THROWS_WITH(v.id("ROMA"), Contains("\"Rome\""));
  CHECK_THROWS_WITH(v.id("xyzzy"), Contains("try another word"));
}

TEST_CASE("a file has one table, and a folder without a run is no run") {
  const TemporaryFolder folder;
  const auto file = folder.write("v.txt", "cat 1 2\ndog 2 1\n");
  CHECK(WordVectors::open(file).cosine(0, 1) == Approx(0.8));
  CHECK_THROWS_WITH(WordVectors::open(file, "v.weight"), Contains("--table"));
  CHECK_THROWS_WITH(WordVectors::open(folder.path()), Contains("config.json"));
}

}  // namespace
}  // namespace rowgrad
