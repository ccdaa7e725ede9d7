#include "data/vocabulary.hpp"

#include "core/utf8.hpp"
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

TEST_CASE("tokens with tabs, line ends, backslashes and bytes that are not UTF-8 survive a vocabulary file") {
  const TemporaryFolder folder;
  Vocabulary vocabulary;
  for (const char* token : {"\t", "\n", "\r", "\\", "\\t", " ", "a\tb", "é", "", "\xff", "é\xc3", "\\xff", "\\x"})
    vocabulary.add(token, 5);
  CHECK(find_invalid_utf8(vocabulary.to_text()) == std::string::npos);
  const Vocabulary read = Vocabulary::load(folder.write("vocab.txt", vocabulary.to_text()));
  REQUIRE(read.size() == vocabulary.size());
  for (Id id = 0; id < read.size(); ++id) {
    CHECK(read.token(id) == vocabulary.token(id));
    CHECK(read.count(id) == 5);
  }
}

TEST_CASE("a vocabulary that is damaged is refused with the number of the line") {
  const TemporaryFolder folder;
  const std::pair<const char*, const char*> damaged[] = {
      {"a\t1\nb\n", "vocab.txt:2: expected token<TAB>count"},
      {"a\t1\nb\t\n", ":2: expected token<TAB>count"},
      {"a\t1\n\nb\t1\n", ":2: expected token<TAB>count"},
      {"a\t1\nb\t-1\n", ":2: expected token<TAB>count"},
      {"a\t1\nb\t99999999999999999999\n", ":2: expected token<TAB>count"},
      {"a\t1\nb\t12", ":2: the last line has no end"},  // it may have been 123
      {"a\t1\nb\t1\na\t1\n", ":3: \"a\" came before"},
      {"a\t1\n\xff\t1\n", ":2: byte 1 is not valid UTF-8"},
      {"a\t18446744073709551615\nb\t1\n", ":2: the sum of the counts is too large"},
  };
  for (const auto& [text, expected] : damaged)
    CHECK_THROWS_WITH(Vocabulary::load(folder.write("vocab.txt", text)), Catch::Matchers::Contains(expected));
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
