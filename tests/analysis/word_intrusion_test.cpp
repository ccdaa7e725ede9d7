#include "analysis/word_intrusion.hpp"

#include "core/error.hpp"
#include "tests/analysis/random_vectors.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

Categories read(const WordVectors& vectors, const std::string& text) {
  const TemporaryFolder folder;
  return Categories::read(folder.write("kinds.tsv", text), vectors);
}

// Two kinds along two axes, and a third with one word.
const WordVectors clear = vectors_of({{"cat", {1, 0.1F, 0}},
                                      {"dog", {1, 0, 0}},
                                      {"cow", {1, -0.1F, 0}},
                                      {"red", {0, 1, 0.1F}},
                                      {"blue", {0, 1, 0}},
                                      {"green", {0.1F, 1, 0}},
                                      {"car", {0, 0, 1}}});
constexpr const char* kinds = "cat\tx\ndog\tx\ncow\tx\nred\ty\nblue\ty\ngreen\ty\ncar\tz\n";

TEST_CASE("where categories lie apart every stranger is found, and a category of too few words is not tried") {
  const auto scores = word_intrusion(clear, read(clear, kinds), 3, 40, Random(1));
  REQUIRE(scores.size() == 3);
  for (const std::size_t i : {0U, 1U}) {
    CHECK(scores[i].words == 3);
    CHECK(scores[i].tried == 40);
    CHECK(scores[i].right == 40);
  }
  CHECK(scores[2].category == "z");
  CHECK(scores[2].words == 1);
  CHECK(scores[2].tried == 0);
}

TEST_CASE("vectors that know nothing find strangers by chance, the same ones for the same seed") {
  const auto random = random_vectors(60, 20);
  std::string text;
  for (int i = 0; i < 60; ++i) text += "w" + std::to_string(i) + "\t" + (i % 2 == 0 ? "even" : "odd") + "\n";
  const Categories categories = read(random, text);
  const auto found = [&](std::uint64_t seed) {
    return word_intrusion(random, categories, 4, 1000, Random(seed))[0].right;
  };
  CHECK(static_cast<double>(found(1)) == Approx(250).margin(60));
  CHECK(found(1) == found(1));
  CHECK(found(1) != found(2));
}

TEST_CASE("a word equal to all others is no stranger that was found") {
  const auto same = vectors_of({{"a", {1, 0}}, {"b", {1, 0}}, {"c", {1, 0}}, {"d", {1, 0}}});
  for (const auto& score : word_intrusion(same, read(same, "a\tx\nb\tx\nc\ty\nd\ty\n"), 3, 10, Random(1)))
    CHECK(score.right == 0);
}

TEST_CASE("one category, or none with enough words, has no strangers") {
  using Catch::Matchers::Contains;
  CHECK_THROWS_WITH(word_intrusion(clear, read(clear, "cat\tx\ndog\tx\n"), 3, 1, Random(1)), Contains("two or more"));
  CHECK_THROWS_WITH(word_intrusion(clear, read(clear, kinds), 9, 1, Random(1)), Contains("none has 8 words"));
}

}  // namespace
}  // namespace rowgrad
