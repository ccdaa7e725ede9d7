#include "analysis/neighbours.hpp"

#include "core/thread_pool.hpp"
#include "tests/analysis/random_vectors.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

// Each word's neighbours, one query at a time.
void check_same(const WordVectors& v, const std::vector<Id>& words, std::size_t count) {
  const auto found = nearest_to_each(v, words, count);
  REQUIRE(found.size() == words.size());
  for (std::size_t q = 0; q < words.size(); ++q) {
    const Id self[] = {words[q]};
    const auto expected = v.nearest(v.vector(words[q]), count, self);
    REQUIRE(found[q].size() == expected.size());
    for (std::size_t k = 0; k < expected.size(); ++k) {
      REQUIRE(found[q][k].id == expected[k].id);
      REQUIRE(found[q][k].score == expected[k].score);
    }
  }
}

TEST_CASE("many words at once have the neighbours of one at a time, to the bit, on one thread or three") {
  const auto v = random_vectors(3000, 17);
  std::vector<Id> words;
  for (Id id = 0; id < 150; ++id) words.push_back(id * 19 % 3000);
  for (const int threads : {1, 3}) {
    ThreadPool pool(threads);
    const UseThreads use(pool);
    for (const std::size_t count : {1, 10, 5000}) check_same(v, words, count);
  }
  CHECK(nearest_to_each(v, {}, 3).empty());
}

TEST_CASE("equal and nearly equal neighbours keep their order in a batch: by the dot product, then by id") {
  // Rows that differ in the last bit only, copies and zeros, on both sides of a tile.
  std::vector<std::pair<std::string, std::vector<float>>> entries;
  for (int i = 0; i < 2500; ++i) {
    const float nudge = i % 3 == 0 ? 0.0F : static_cast<float>(i % 7) * 0x1p-23F;
    std::vector<float> vector{1.0F + nudge, 0.3F, -0.7F - nudge, 0.1F, 0.9F};
    if (i % 11 == 0) vector.assign(5, 0.0F);
    entries.emplace_back("w" + std::to_string(i), std::move(vector));
  }
  check_same(vectors_of(entries), {0, 1, 2, 3, 11, 2499}, 40);
}

}  // namespace
}  // namespace rowgrad
