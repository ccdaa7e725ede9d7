#include "data/vocabulary_choice.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

using Catch::Contains;

Vocabulary counted(std::initializer_list<std::pair<const char*, std::uint64_t>> tokens) {
  Vocabulary vocabulary;
  for (const auto& [token, count] : tokens) vocabulary.add(token, count);
  return vocabulary;
}

TEST_CASE("tokens that are known stay however rare they are, and others must occur often enough") {
  Vocabulary vocabulary = counted({{"a", 1}, {"b", 3}, {"c", 2}, {"d", 1}});
  VocabularyChoice(2, counted({{"e", 9}, {"d", 7}})).apply(vocabulary);
  CHECK(vocabulary.to_text() == "b\t3\nc\t2\nd\t1\ne\t0\n");
}

TEST_CASE("with a file its tokens are the only ones, counted in the data") {
  Vocabulary vocabulary = counted({{"</s>", 2}, {"a", 1}, {"b", 3}});
  VocabularyChoice(counted({{"a", 0}, {"z", 0}}), "words.txt").apply(vocabulary, /*reserved=*/1);
  CHECK(vocabulary.to_text() == "</s>\t2\na\t1\nz\t0\n");
  Vocabulary other = counted({{"</s>", 2}, {"b", 3}});
  CHECK_THROWS_WITH(VocabularyChoice(counted({{"a", 0}}), "words.txt").apply(other, 1),
                    Contains("words.txt: none of its 1 tokens occurs"));
}

TEST_CASE("a list of tokens is a run's vocab.txt or a word per line, and counts nothing") {
  const TemporaryFolder folder;
  CHECK(read_tokens(folder.write("words.txt",
                                 "\xef\xbb\xbf"
                                 "b\r\na\r\n"))
            .to_text() == "b\t0\na\t0\n");
  CHECK(read_tokens(folder.write("vocab.txt", "</s>\t7\na\\tb\t3\n"), {"</s>"}).to_text() == "</s>\t0\na\\tb\t0\n");
}

TEST_CASE("a list of tokens that is wrong is refused with the number of the line") {
  const TemporaryFolder folder;
  const std::pair<const char*, const char*> wrong[] = {
      {"a\nb\na\n", "words.txt:3: \"a\" came before"},    {"a\n\nb\n", "words.txt:2: expected a word, found an empty"},
      {"a\n\xff\n", "words.txt:2: byte 1 is not valid"},  {"a\nb\t3\n", "words.txt:2: expected a word, found a tab"},
      {"a\n</s>\n", "words.txt:2: \"</s>\" is in every"}, {"a\t3\nb\n", "words.txt:2: expected token<TAB>count"},
      {"a\t3\na\t2\n", "words.txt:2: \"a\" came before"}, {"", "words.txt: expected words, found an empty file"},
  };
  for (const auto& [text, message] : wrong) {
    const auto file = folder.write("words.txt", text);
    CHECK_THROWS_WITH(read_tokens(file, {"</s>"}), Contains(message));
  }
}

}  // namespace
}  // namespace rowgrad
