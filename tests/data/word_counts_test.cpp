#include "data/word_counts.hpp"

#include <fmt/format.h>

#include <atomic>

#include "comm/one_process.hpp"
#include "tests/catch.hpp"
#include "tests/ranks.hpp"

namespace rowgrad {
namespace {

// Word i occurs i % 5 times on each rank whose number divides i, most words equally often.
WordCounts counted(int rank) {
  WordCounts counts;
  for (int i = 0; i < 1000; ++i) {
    if (i % (rank + 1) == 0 && i % 5 > 0)
      counts.add(fmt::format("w{}", (7 * i) % 1000), static_cast<std::uint64_t>(i % 5));
  }
  return counts;
}

struct Built {
  std::string vocabulary;
  std::size_t left_out = 0;
  bool operator==(const Built&) const = default;
};

Built build(const WordCounts& counts, const VocabularyChoice& choice, Communicator& ranks) {
  Vocabulary vocabulary;
  const std::size_t left_out = build_vocabulary(counts, choice, vocabulary, ranks);
  return {vocabulary.to_text(), left_out};
}

Vocabulary known() {
  Vocabulary words;
  for (const char* word : {"w7", "never", "w999"}) words.add(word, 0);
  return words;
}

TEST_CASE("a word added again has the sum of its counts") {
  WordCounts counts;
  counts.add("a", 2);
  counts.add("b", 1);
  counts.add("a", 3);
  REQUIRE(counts.size() == 2);
  CHECK(counts.word(0) == "a");
  CHECK(counts.count(0) == 5);
}

TEST_CASE("ranks that count parts build the vocabulary of the whole, ties in the same order") {
  for (const VocabularyChoice& choice : {VocabularyChoice(1), VocabularyChoice(4), VocabularyChoice(6, known()),
                                         VocabularyChoice(known(), "list.txt")}) {
    for (const int ranks : {2, 3, 5}) {
      CAPTURE(ranks);
      WordCounts whole;
      for (int r = 0; r < ranks; ++r) {
        const WordCounts part = counted(r);
        for (Id id = 0; id < part.size(); ++id) whole.add(part.word(id), part.count(id));
      }
      const Built alone = build(whole, choice, one_process());
      REQUIRE(alone.left_out < whole.size());
      std::atomic<int> same = 0;
      Ranks(ranks).run([&](Communicator& c) { same += build(counted(c.rank()), choice, c) == alone ? 1 : 0; });
      CHECK(same == ranks);
    }
  }
}

TEST_CASE("a list of which no rank has a word is refused by all") {
  Vocabulary list;
  list.add("missing", 0);
  std::atomic<int> refused = 0;
  Ranks(3).run([&](Communicator& c) {
    try {
      (void)build(counted(c.rank()), {list, "list.txt"}, c);
    } catch (const Error&) {
      ++refused;
    }
  });
  CHECK(refused == 3);
}

}  // namespace
}  // namespace rowgrad
