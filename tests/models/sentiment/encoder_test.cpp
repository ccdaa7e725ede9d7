#include "models/sentiment/encoder.hpp"

#include "models/sentiment/source.hpp"
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
  CHECK(encoder.size() == 53);
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

TEST_CASE("word dropout leaves out its share, the same words for the same pass") {
  DocumentNoise noise;
  noise.word_dropout = 0.3;
  const std::vector<Id> document(10000, 7);
  const auto count = [&](std::uint64_t pass) {
    std::size_t kept = 0;
    noise.for_each_kept(document, Random(pass), 4, [&](Id) { ++kept; });
    return kept;
  };
  CHECK(static_cast<double>(count(1)) == Approx(7000).margin(200));
  CHECK(count(1) == count(1));
  CHECK(count(1) != count(2));
}

TEST_CASE("a batch lists each document's rows by id") {
  Batch batch;
  DocumentBatch build(batch);
  for (const Id id : {5, 2, 5}) build.push(id);
  build.close(0, 1.0F);
  build.close(1, 1.0F);  // an empty document
  for (const Id id : {9, 1}) build.push(id);
  build.close(0, 2.0F);
  build.finish();
  const Extent& tokens = batch.extents[DocumentBatch::token];
  CHECK(tokens.offsets == std::vector<std::uint32_t>{0, 3, 3, 5});
  CHECK(tokens.order == std::vector<std::uint32_t>{1, 0, 2, 4, 3});
  CHECK(batch.values[DocumentBatch::weight](2, 0) == 2.0F);
}

}  // namespace
}  // namespace rowgrad
