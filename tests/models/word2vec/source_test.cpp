#include "models/word2vec/source.hpp"

#include <cmath>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

// Forty sentences over twenty words.
struct Corpus {
  EncodedText sentences;
  Vocabulary vocabulary;
  WindowSampling sampling;

  explicit Corpus(std::size_t window = 3) {
    for (std::size_t id = 0; id < 20; ++id) vocabulary.add("w" + std::to_string(id), 100 - id);
    Ragged lists;
    for (std::uint64_t s = 0; s < 40; ++s) {
      for (std::uint64_t i = 0; i < 5 + s % 7; ++i) lists.push(static_cast<Id>(Random(1).stream(s).below(i, 20)));
      lists.close();
    }
    sentences = EncodedText(lists);
    sampling.window = window;
    sampling.negatives = 4;
    sampling.subsample = 0;
    sampling.prepare(vocabulary);
  }
  BatchRequest request() const {
    BatchRequest request;
    request.batch_size = 16;
    request.training = true;
    request.random = Random(5);
    return request;
  }
};

TEST_CASE("a pass continued from any position gives the same batches as one that was never interrupted") {
  const Corpus corpus;
  for (const bool pairs : {true, false}) {
    WindowSource whole(corpus.sentences, corpus.sampling, pairs, corpus.request());
    std::vector<Json> positions;
    std::vector<std::vector<std::vector<Id>>> ids;
    Batch batch;
    for (positions.push_back(whole.position()); whole.next(batch); positions.push_back(whole.position()))
      ids.push_back(batch.ids);
    REQUIRE(ids.size() > 10);
    for (std::size_t i = 1; i < ids.size(); i += 3) {
      WindowSource resumed(corpus.sentences, corpus.sampling, pairs, corpus.request());
      resumed.seek(positions[i]);
      REQUIRE(resumed.next(batch));
      CHECK(batch.ids == ids[i]);
    }
  }
}

TEST_CASE("a word is never its own negative: the context pair by pair, the centre per window") {
  const Corpus corpus;
  for (const bool pairs : {true, false}) {
    WindowSource source(corpus.sentences, corpus.sampling, pairs, corpus.request());
    std::size_t own = 0, total = 0;
    for (Batch batch; source.next(batch);) {
      const auto& positives = batch.ids[pairs ? context_input : center_input];
      const auto& negatives = batch.ids[negatives_input];
      REQUIRE(negatives.size() == positives.size() * corpus.sampling.negatives);
      for (std::size_t i = 0; i < negatives.size(); ++i)
        own += negatives[i] == positives[i / corpus.sampling.negatives] ? 1 : 0;
      total += negatives.size();
    }
    CHECK(own == 0);
    CHECK(total > 1000);
  }
}

TEST_CASE("pairs are words at most a window apart, each in both directions where the window is fixed") {
  Corpus corpus(2);
  corpus.sampling.dynamic_window = false;
  Ragged sentence;
  for (const Id id : {0, 1, 2, 3}) sentence.push(id);
  sentence.close();
  const EncodedText encoded(sentence);
  WindowSource source(encoded, corpus.sampling, /*pairs=*/true, corpus.request());
  Batch batch;
  REQUIRE(source.next(batch));
  CHECK(batch.ids[center_input] == std::vector<Id>{0, 0, 1, 1, 1, 2, 2, 2, 3, 3});
  CHECK(batch.ids[context_input] == std::vector<Id>{1, 2, 0, 2, 3, 0, 1, 3, 1, 2});
  CHECK(!source.next(batch));
}

TEST_CASE("the dynamic window reaches 1 to the full width equally often, so that near words count more") {
  Corpus corpus(4);
  Ragged text;
  for (std::size_t i = 0; i < 4000; ++i) text.push(static_cast<Id>(i % 20));
  text.close();
  BatchRequest request = corpus.request();
  request.batch_size = 1 << 20;
  const EncodedText encoded(text);
  WindowSource source(encoded, corpus.sampling, /*pairs=*/true, request);
  Batch batch;
  REQUIRE(source.next(batch));
  std::vector<double> by_distance(5, 0.0);
  for (std::size_t i = 0; i < batch.ids[center_input].size(); ++i) {
    const Id apart = (20 + batch.ids[center_input][i] - batch.ids[context_input][i]) % 20;
    ++by_distance.at(std::min<Id>(apart, 20 - apart));
  }
  // A word d away is in the window whenever the reach is at least d: with probability (5 − d) / 4.
  for (std::size_t d = 1; d <= 4; ++d)
    CHECK(by_distance[d] / 8000 == Approx(static_cast<double>(5 - d) / 4).margin(0.03));
}

TEST_CASE("subsampling keeps rare words and thins out frequent ones") {
  Corpus corpus;
  Vocabulary skewed;
  skewed.add("the", 99000);
  skewed.add("rug", 1000);
  corpus.sampling.subsample = 1e-2;
  corpus.sampling.prepare(skewed);
  CHECK(corpus.sampling.keep[0] == Approx(std::sqrt(0.01 / 0.99) + 0.01 / 0.99));
  CHECK(corpus.sampling.keep[1] >= 1.0);
  corpus.sampling.subsample = 0;
  corpus.sampling.prepare(skewed);
  CHECK(corpus.sampling.keep[0] == 1.0);
}

}  // namespace
}  // namespace rowgrad
