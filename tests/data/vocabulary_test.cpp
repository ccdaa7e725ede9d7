#include "data/vocabulary.hpp"

#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a vocabulary numbers by falling count, then by token, and drops what is rare") {
  Vocabulary vocabulary;
  for (const char* word : {"b", "a", "c", "a", "b", "d", "a"}) vocabulary.add(word);
  vocabulary.sort();
  CHECK(vocabulary.token(0) == "a");
  CHECK(vocabulary.token(1) == "b");
  CHECK(vocabulary.token(2) == "c");
  CHECK(vocabulary.count(0) == 3);
  vocabulary.sort(2);
  CHECK(vocabulary.size() == 2);
  CHECK(!vocabulary.find("c"));
  CHECK(vocabulary.find("b").value() == 1);
}

TEST_CASE("tokens with tabs, line ends and backslashes survive a vocabulary file") {
  const TemporaryFolder folder;
  Vocabulary vocabulary;
  for (const char* token : {"\t", "\n", "\r", "\\", "\\t", " ", "a\tb", "é", ""}) vocabulary.add(token, 5);
  const Vocabulary read = Vocabulary::load(folder.write("vocab.txt", vocabulary.to_text()));
  REQUIRE(read.size() == vocabulary.size());
  for (Id id = 0; id < read.size(); ++id) {
    CHECK(read.token(id) == vocabulary.token(id));
    CHECK(read.count(id) == 5);
  }
}

TEST_CASE("a vocabulary line without a count is refused with its number") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(Vocabulary::load(folder.write("vocab.txt", "a\t1\nb\n")), Catch::Matchers::Contains("vocab.txt:2"));
}

TEST_CASE("a copied vocabulary finds its tokens when the original is gone") {
  Vocabulary copy;
  {
    Vocabulary original;
    for (int i = 0; i < 1000; ++i) original.add("w" + std::to_string(i), 2);
    copy = original;
  }
  std::vector<std::string> reuse(5000, "memory that was the original's");
  for (Id id = 0; id < 1000; ++id) CHECK(copy.find("w" + std::to_string(id)) == id);
}

}  // namespace
}  // namespace rowgrad
