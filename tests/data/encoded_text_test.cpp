#include "data/encoded_text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <random>

#include "core/parallel.hpp"
#include "tests/catch.hpp"
#include "tests/packed.hpp"
#include "tests/ranks.hpp"

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

// All that there is to see of a text and of its vocabulary.
std::string read(const TextOnDisk& file, const std::optional<VocabularyChoice>& choice, Communicator& ranks) {
  Vocabulary vocabulary;
  if (!choice) {
    for (const char* word : {"a", "w1", "w2", "w30"}) vocabulary.add(word, 7);
  }
  const EncodedText text(file.path, Tokenizer("words"), vocabulary, choice, ranks);
  std::string seen = fmt::format("{} {} {} {}\n", text.total(), text.tokens(), text.left_out(), text.invalid_bytes());
  for (std::size_t s = 0; s < text.size(); ++s)
    seen += fmt::format("{}: {}\n", text.start(s), fmt::join(text[s].begin(), text[s].end(), " "));
  return seen + vocabulary.to_text() + text.form_note();
}

void check_same_on_ranks(const std::string& content) {
  const TextOnDisk file(content);
  for (const auto& choice :
       {std::optional<VocabularyChoice>(), std::optional(VocabularyChoice(1)), std::optional(VocabularyChoice(3))}) {
    const std::string alone = read(file, choice, one_process());
    for (const int ranks : {2, 3, 5}) {
      CAPTURE(ranks, choice.has_value());
      std::atomic<int> same = 0;
      Ranks(ranks).run([&](Communicator& c) { same += read(file, choice, c) == alone ? 1 : 0; });
      CHECK(same == ranks);
    }
  }
}

TEST_CASE("ranks read the text of one process where there is hardly any") {
  for (const char* content : {"", " ", "\n\n\n", "a", "a\n", "a b", "\na\r\n\r\n", "w1 w2\nw3",
                              "\xEF\xBB\xBF"
                              "a w1"}) {
    CAPTURE(content);
    check_same_on_ranks(content);
  }
}

TEST_CASE("ranks read the text of one process, with invalid bytes, blank lines, returns and no last line end") {
  std::string content = "\xEF\xBB\xBF";
  std::mt19937 random(1);
  for (int i = 0; i < 3000; ++i) {
    constexpr std::array ends{" ", " ", " ", "\t", "\n", "\r\n", "\n\n", ", ", "\xff ", " \xC3 ", "\xC3\xA4 "};
    content += fmt::format("w{}{}", random() % 40, ends[random() % ends.size()]);
  }
  check_same_on_ranks(content + "\xE2\x82");
}

TEST_CASE("ranks cut long lines where one process does, whichever ranks the words are on") {
  std::string content;
  for (const std::size_t words : {3UL, 2 * EncodedText::longest, EncodedText::longest + 1, 0UL, 40UL, 30000UL}) {
    for (std::size_t i = 0; i < words; ++i) content += fmt::format("w{} ", i % 50);
    content += '\n';
  }
  check_same_on_ranks(content);
  content.pop_back();
  check_same_on_ranks(content);
  std::ranges::replace(content, '\n', ' ');
  check_same_on_ranks(content);
}

TEST_CASE("ranks that unpack a text each read what one process does") {
  std::string content;
  for (int i = 0; i < 2000; ++i) content += fmt::format("w{}{}", i % 60, i % 9 == 0 ? "\n" : " ");
  check_same_on_ranks(packed(content, ARCHIVE_FILTER_GZIP));
}

TEST_CASE("several threads of several ranks read the text of one process") {
  std::string content;
  for (int i = 0; i < 1'200'000; ++i) content += fmt::format("w{}{}", i % 1000, i % 11 == 0 ? "\n" : " ");
  const TextOnDisk file(content);
  const std::string alone = read(file, VocabularyChoice(1), one_process());
  set_threads(2);
  std::atomic<int> same = 0;
  Ranks(2).run([&](Communicator& c) { same += read(file, VocabularyChoice(1), c) == alone ? 1 : 0; });
  set_threads(1);
  CHECK(same == 2);
}

}  // namespace
}  // namespace rowgrad
