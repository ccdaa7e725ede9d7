#include "analysis/categories.hpp"

#include "core/error.hpp"
#include "tests/analysis/random_vectors.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

Categories read(const std::string& text) {
  const TemporaryFolder folder;
  return Categories::read(folder.write("kinds.tsv", text), random_vectors(5, 3));  // w0 … w4
}

TEST_CASE("categories are read line by line, line ends and a byte order mark aside") {
  const Categories c = read("\xEF\xBB\xBFw0\tletter\r\n\nw2\tbig number\nw1\tletter");
  CHECK(c.of(0) == "letter");
  CHECK(c.of(1) == "letter");
  CHECK(c.of(2) == "big number");
  CHECK(c.of(3).empty());
  CHECK(c.words().at("letter") == std::vector<Id>{0, 1});
  CHECK(c.words().size() == 2);
  CHECK(c.notes().empty());
}

TEST_CASE("words without a vector are left out, repeated ones keep their first category, and notes tell both") {
  const Categories c = read("w0\tx\nunicorn\tx\nw0\ty\nw1\ty\n");
  CHECK(c.of(0) == "x");
  CHECK(c.words().at("y") == std::vector<Id>{1});
  REQUIRE(c.notes().size() == 2);
  CHECK_THAT(c.notes()[0], Contains("1 word left out, having no vector: \"unicorn\""));
  CHECK_THAT(c.notes()[1], Contains("1 word given twice, the first category counts: \"w0\""));
}

TEST_CASE("a line that is no word and category is refused with its number") {
  for (const char* line : {"w1", "\tx", "w1\t", "w1\tx\ty", "w1\t\xff", "\t"}) {
    CAPTURE(line);
    CHECK_THROWS_WITH(read("w0\tx\n" + std::string(line) + "\n"), Contains("kinds.tsv:2: "));
  }
  CHECK_THROWS_WITH(read(""), Contains("found none"));
  CHECK_THROWS_WITH(read("unicorn\tx\n"), Contains("found none"));
  CHECK_THROWS_AS(Categories::read("/no/such/file", random_vectors(2, 2)), Error);
}

}  // namespace
}  // namespace rowgrad
