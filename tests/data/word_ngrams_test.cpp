#include "data/word_ngrams.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("words hash as fastText hashes them") {
  CHECK(WordNgrams::hash("") == 2166136261U);  // FNV-1a's published vectors
  CHECK(WordNgrams::hash("a") == 0xe40c292cU);
  CHECK(WordNgrams::hash("foobar") == 0xbf9cf968U);
}

TEST_CASE("n-grams combine hashes as fastText's addWordNgrams does") {
  const std::vector<std::uint32_t> hashes{WordNgrams::hash("not"), WordNgrams::hash("so"), WordNgrams::hash("bad")};
  std::vector<Id> found;
  WordNgrams(3, 1000).for_each(hashes, [&](Id id) { found.push_back(id); });
  const auto signed_hash = [&](std::size_t i) {
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<std::int32_t>(hashes[i])));
  };
  const std::uint64_t not_so = signed_hash(0) * 116049371ULL + signed_hash(1);
  const std::uint64_t not_so_bad = not_so * 116049371ULL + signed_hash(2);
  const std::uint64_t so_bad = signed_hash(1) * 116049371ULL + signed_hash(2);
  CHECK(found == std::vector<Id>{static_cast<Id>(not_so % 1000), static_cast<Id>(not_so_bad % 1000),
                                 static_cast<Id>(so_bad % 1000)});
}

TEST_CASE("without n-grams there are no ids for them") {
  CHECK(WordNgrams(1, 1000).size() == 0);
  CHECK(WordNgrams(2, 1000).size() == 1000);
}

}  // namespace
}  // namespace rowgrad
