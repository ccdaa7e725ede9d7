#include "models/sentiment/encoder.hpp"

#include <algorithm>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

Vocabulary small() {
  Vocabulary vocabulary;
  for (const char* word : {"not", "bad", "film"}) vocabulary.add(word);
  return vocabulary;
}

std::vector<Id> ids(const DocumentEncoder& encoder, std::string_view text) {
  std::vector<Id> ids;
  encoder.encode(text, Tokenizer("words"), ids);
  return ids;
}

TEST_CASE("unknown words are dropped, and every n-gram they are part of") {
  const Vocabulary vocabulary = small();
  const DocumentEncoder encoder(vocabulary, WordNgrams(2, 50));
  CHECK(ids(encoder, "Not bad").size() == 3);
  CHECK(ids(encoder, "not zzz bad") == std::vector<Id>{0, 1});
  CHECK(ids(encoder, "zzz yyy").empty());
  CHECK(ids(encoder, "").empty());
}

TEST_CASE("n-grams tell orders apart, single words do not") {
  const Vocabulary vocabulary = small();
  auto sorted = [&](const DocumentEncoder& encoder, std::string_view text) {
    auto list = ids(encoder, text);
    std::sort(list.begin(), list.end());
    return list;
  };
  const DocumentEncoder words(vocabulary, WordNgrams()), pairs(vocabulary, WordNgrams(2, 100000));
  CHECK(sorted(words, "not bad") == sorted(words, "bad not"));
  CHECK(sorted(pairs, "not bad") != sorted(pairs, "bad not"));
}

TEST_CASE("an n-gram of a document has its words for a name where they can be told") {
  const Vocabulary vocabulary = small();
  const DocumentEncoder encoder(vocabulary, WordNgrams(3, 100000)), crowded(vocabulary, WordNgrams(2, 1));
  using Names = std::vector<std::string>;
  CHECK(encoder.names(ids(encoder, "not bad film")) ==
        Names{"not", "bad", "film", "not_bad (n-gram)", "not_bad_film (n-gram)", "bad_film (n-gram)"});
  CHECK(encoder.names(ids(encoder, "not zzz bad film")) == Names{"not", "bad", "film", "bad_film (n-gram)"});
  CHECK(crowded.names(ids(crowded, "not bad")) == Names{"not", "bad", "not_bad (n-gram)"});
  CHECK(crowded.names(ids(crowded, "not bad film")) == Names{"not", "bad", "film", "n-gram", "n-gram"});
  CHECK(encoder.names({}).empty());
}

}  // namespace
}  // namespace rowgrad
