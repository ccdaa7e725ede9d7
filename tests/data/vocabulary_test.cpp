#include "data/vocabulary.hpp"

#include <cmath>
#include <set>

#include "data/alias.hpp"
#include "data/split.hpp"
#include "data/tokenizer.hpp"
#include "data/utf8.hpp"
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

TEST_CASE("the words tokenizer lower-cases, keeps apostrophes inside words and splits punctuation") {
  using Tokens = std::vector<std::string>;
  const Tokenizer words("words"), blanks("whitespace");
  CHECK(words.split("Not bad!") == Tokens{"not", "bad", "!"});
  CHECK(words.split("It's so-so...") == Tokens{"it's", "so", "-", "so", ".", ".", "."});
  CHECK(words.split("Déjà\tvu 2x") == Tokens{"déjà", "vu", "2x"});
  CHECK(words.split("  ").empty());
  CHECK(blanks.split("Not bad! it's") == Tokens{"Not", "bad!", "it's"});
}

TEST_CASE("an alias table draws each outcome as often as its weight says") {
  const std::vector<double> weights{1, 0, 4, 2, 0.5, 2.5};
  const AliasTable table(weights);
  std::vector<double> hits(weights.size(), 0.0);
  constexpr int n = 200000;
  for (std::uint64_t i = 0; i < n; ++i) ++hits[table.sample(Random(1).bits(i))];
  CHECK(hits[1] == 0.0);
  for (Id id = 0; id < weights.size(); ++id) {
    CHECK(table.probability(id) == Approx(weights[id] / 10.0));
    CHECK(hits[id] / n == Approx(weights[id] / 10.0).margin(0.004));
  }
}

TEST_CASE("a split gives every item to one part, in the proportions asked for, by its seed alone") {
  const auto parts = split_items(1000, {0.8, 0.1, 0.1}, 7);
  CHECK(parts[0].size() == 800);
  CHECK(parts[1].size() == 100);
  std::set<std::size_t> all;
  for (const auto& part : parts) all.insert(part.begin(), part.end());
  CHECK(all.size() == 1000);
  CHECK(split_items(1000, {0.8, 0.1, 0.1}, 7) == parts);
  CHECK(split_items(1000, {0.8, 0.1, 0.1}, 8) != parts);
}

TEST_CASE("invalid UTF-8 is found where it stands, and sequences too long or cut off are invalid") {
  CHECK(find_invalid_utf8("naïve – 日本 🙂") == std::string_view::npos);
  CHECK(find_invalid_utf8("ab\xff") == 2);
  CHECK(utf8_length("\xc0\xaf") == 0);          // overlong '/'
  CHECK(utf8_length("\xed\xa0\x80") == 0);      // a surrogate
  CHECK(utf8_length("\xe2\x82") == 0);          // cut off
  CHECK(utf8_length("\xf4\x90\x80\x80") == 0);  // beyond U+10FFFF
  CHECK(utf8_length("é") == 2);
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
