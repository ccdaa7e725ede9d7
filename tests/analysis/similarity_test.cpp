#include "analysis/similarity.hpp"

#include "core/error.hpp"
#include "tests/analysis/random_vectors.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

const WordVectors& four() {
  static const auto v = vectors_of({{"cat", {1, 0}}, {"dog", {1, 0.1F}}, {"car", {0, 1}}, {"bus", {-1, 0.1F}}});
  return v;
}

TEST_CASE("pairs are found whatever separates them, unknown ones are counted and named") {
  const TemporaryFolder folder;
  for (const char* separator : {"\t", ",", " "}) {
    std::string file = "# scores of people\nword1,word2,score\n";
    for (const char* line : {"cat|dog|9.5", "Cat|car|4", "cat|bus|1", "cat|unicorn|2", "yeti|unicorn|3"}) {
      for (const char* c = line; *c != 0; ++c) file += *c == '|' ? std::string(separator) : std::string(1, *c);
      file += '\n';
    }
    const auto report = evaluate_similarity(four(), folder.write("pairs.txt", file));
    CHECK(report.spearman == Approx(1));
    CHECK(report.found == 3);
    CHECK(report.missing == 2);
    CHECK(report.unknown_words == std::vector<std::string>{"unicorn", "yeti"});
  }
}

TEST_CASE("a line without a score is refused with its number") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(evaluate_similarity(four(), folder.write("p.txt", "cat\tdog\t1\ncat\tcar\n")),
                    Catch::Matchers::Contains("p.txt:2: expected two words and a score"));
  CHECK_THROWS_WITH(evaluate_similarity(four(), folder.write("q.txt", "yeti\tdog\t1\ncat\tdog\t2\n")),
                    Catch::Matchers::Contains("1 of its pairs"));
}

}  // namespace
}  // namespace rowgrad
