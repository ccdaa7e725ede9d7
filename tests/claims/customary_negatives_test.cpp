// How many negatives: docs/chapter/word-vectors.md, "Customary values".
#include <cmath>

#include "analysis/analogy.hpp"
#include "core/thread_pool.hpp"
#include "tests/catch.hpp"
#include "tests/trained_vectors.hpp"

namespace rowgrad {
namespace {

// The share of the world's analogies that configs/word2vec.json answers, on one thread.
double answered(const std::vector<std::string>& overrides) {
  ThreadPool pool(1);
  const UseThreads use(pool);
  const auto vectors = vectors_of_run(trained("word2vec", overrides));
  double found = 0, correct = 0;
  for (const AnalogySection& s : evaluate_analogies(vectors, ROWGRAD_SOURCE_DIR "/data/world.questions.txt")) {
    found += static_cast<double>(s.found);
    correct += static_cast<double>(s.correct_add);
  }
  return correct / found;
}

}  // namespace

TEST_CASE("fifteen negatives make up for few pairs, and so do more passes with five") {
  const double five = answered({"train.epochs=20"});
  CHECK(answered({"train.epochs=20", "data.negatives=15"}) > five + 0.08);
  CHECK(answered({"train.epochs=60"}) > five + 0.2);
}

TEST_CASE("one pass of the config for large text over a small one teaches nothing, a hundred passes do") {
  const double nothing = 6 * std::log(2);  // six decisions between equals
  CHECK(trained("word2vec").summary.splits.at(Split::train).loss == Approx(nothing).margin(0.05));
  CHECK(answered({"train.epochs=100"}) > 0.95);
}

}  // namespace rowgrad
