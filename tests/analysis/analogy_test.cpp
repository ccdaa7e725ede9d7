#include "analysis/analogy.hpp"

#include "core/error.hpp"
#include "tests/analysis/random_vectors.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

TEST_CASE("king − man + woman is queen, and the three inputs are no answers") {
  const auto v = vectors_of(
      {{"man", {1, 0, 0}}, {"woman", {1, 1, 0}}, {"king", {1, 0, 1}}, {"queen", {1, 1, 1}}, {"rug", {0, -1, -1}}});
  for (const auto method : {AnalogyMethod::add, AnalogyMethod::mul}) {
    const auto best = analogy(v, v.id("man"), v.id("king"), v.id("woman"), method, 10);
    REQUIRE(best.size() == 2);
    CHECK(v.word(best[0].id) == "queen");
    CHECK(v.word(best[1].id) == "rug");
  }
}

TEST_CASE("a file of questions is answered as one question at a time would be, across blocks of the vocabulary") {
  const std::size_t words = 9000;
  const auto v = random_vectors(words, 5);
  const Random random(2);
  std::string file = ": first\n";
  std::size_t add = 0, mul = 0;
  for (std::size_t q = 0; q < 60; ++q) {
    const Id a = static_cast<Id>(random.below(4 * q, words)), b = static_cast<Id>(random.below(4 * q + 1, words)),
             c = static_cast<Id>(random.below(4 * q + 2, words));
    const Id by_add = analogy(v, a, b, c, AnalogyMethod::add, 1)[0].id;
    const Id by_mul = analogy(v, a, b, c, AnalogyMethod::mul, 1)[0].id;
    const Id expected = q % 3 == 0 ? by_add : q % 3 == 1 ? by_mul : static_cast<Id>(random.below(4 * q + 3, words));
    add += expected == by_add ? 1 : 0;
    mul += expected == by_mul ? 1 : 0;
    file += v.word(a) + " " + v.word(b) + " " + v.word(c) + " " + v.word(expected) + "\n";
  }
  file += ": second\nw1 w2 w3 unknown\nW1 W2 W3 W4\n";
  const TemporaryFolder folder;
  const auto sections = evaluate_analogies(v, folder.write("questions.txt", file));
  REQUIRE(sections.size() == 2);
  CHECK(sections[0].found == 60);
  CHECK(sections[0].correct_add == add);
  CHECK(sections[0].correct_mul == mul);
  CHECK(add >= 20);
  CHECK(mul >= 20);
  CHECK(sections[1].found == 1);
  CHECK(sections[1].missing == 1);
}

TEST_CASE("a limit takes later words out of questions and answers") {
  const auto v = vectors_of({{"a", {1, 0}}, {"b", {1, 0.1F}}, {"c", {0, 1}}, {"d", {-1, 1}}, {"e", {0.1F, 1}}});
  const TemporaryFolder folder;
  const auto file = folder.write("q.txt", "a b c e\na b c d\n");
  CHECK(evaluate_analogies(v, file)[0].correct_add == 1);
  const auto limited = evaluate_analogies(v, file, 4);
  CHECK(limited[0].found == 1);
  CHECK(limited[0].missing == 1);
  CHECK(limited[0].correct_add == 1);
}

TEST_CASE("a question of three words is refused with its line") {
  const auto v = random_vectors(3, 2);
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(evaluate_analogies(v, folder.write("q.txt", ": s\nw0 w1 w2\n")),
                    Catch::Matchers::Contains("q.txt:2: expected four words"));
}

}  // namespace
}  // namespace rowgrad
