#include "data/encoded_text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

#include "core/parallel.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

class TextOnDisk {
 public:
  explicit TextOnDisk(const std::string& content)
      : path(std::filesystem::temp_directory_path() /
             fmt::format("rowgrad_encoded_{}_{}", ::getpid(), static_cast<void*>(this))) {
    std::ofstream(path, std::ios::binary) << content;
  }
  ~TextOnDisk() { std::filesystem::remove(path); }
  std::filesystem::path path;
};

std::string words_of(const EncodedText& text, std::size_t sentence, const Vocabulary& vocabulary) {
  std::string words;
  for (const Id id : text[sentence]) words += vocabulary.token(id) + " ";
  return words;
}

TEST_CASE("sentences are lines, and rare words and blank lines leave no trace") {
  const TextOnDisk file("b a a\n\n  \r\nrare a\r\na b\xff\n b");
  Vocabulary vocabulary;
  const EncodedText text(file.path, Tokenizer("whitespace"), vocabulary, VocabularyChoice(2));
  CHECK(vocabulary.size() == 2);
  CHECK(vocabulary.token(0) == "a");
  CHECK(vocabulary.count(0) == 4);
  REQUIRE(text.size() == 4);
  CHECK(words_of(text, 0, vocabulary) == "b a a ");
  CHECK(words_of(text, 1, vocabulary) == "a ");
  CHECK(words_of(text, 2, vocabulary) == "a ");
  CHECK(words_of(text, 3, vocabulary) == "b ");
  CHECK(text.tokens() == 8);
  CHECK(text.invalid_bytes() == 1);
  CHECK(text.start(2) == 4);
  CHECK(text.sentence_at(3) == 1);
}

TEST_CASE("one line of several blocks loses no word, whatever the number of threads") {
  std::string line;
  const std::size_t words = 1'500'000;
  for (std::size_t i = 0; i < words; ++i) line += fmt::format("w{} ", i % 1000);
  const TextOnDisk file(line);
  const auto workers = GENERATE(1, 2);
  set_threads(workers);
  Vocabulary vocabulary;
  const EncodedText text(file.path, Tokenizer("whitespace"), vocabulary, VocabularyChoice(1));
  set_threads(1);
  CHECK(vocabulary.size() == 1000);
  CHECK(text.total() == words);
  CHECK(text.size() == words / EncodedText::longest);
  bool in_order = true;
  for (std::size_t s = 0; s < text.size(); ++s) {
    for (std::size_t i = 0; i < text[s].size(); ++i)
      in_order = in_order && vocabulary.token(text[s][i]) == fmt::format("w{}", (text.start(s) + i) % 1000);
  }
  CHECK(in_order);
}

}  // namespace
}  // namespace rowgrad
