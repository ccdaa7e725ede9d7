// The word2vec family as graphs: each config's gradients, and what its vectors look like on the project's small texts.
#include "analysis/analogy.hpp"
#include "analysis/direction.hpp"
#include "analysis/intruder.hpp"
#include "models/word2vec/dataset.hpp"
#include "tests/catch.hpp"
#include "tests/trained_vectors.hpp"
#include "verify/gradcheck.hpp"

namespace rowgrad {
namespace {

double cosine(const WordVectors& v, const char* a, const char* b) { return v.cosine(v.id(a), v.id(b)); }

// A batch of a config's training data, as training asks for it.
Batch first_batch(const Experiment& experiment) {
  BatchRequest request{Split::train, 6, /*training=*/true, Random(1)};
  request.wanted = experiment.graph.inputs_read();
  Batch batch;
  REQUIRE(experiment.dataset->batches(request)->next(batch));
  return batch;
}

TEST_CASE("every member of the family has the gradient of its own loss") {
  for (const char* name : {"sgns", "cbow_toy", "word2vec_softmax_toy", "word2vec_hs"}) {
    INFO(name);
    const Experiment experiment = shipped_experiment(name, {"sizes.d=3"});
    for (const auto& error : check_gradients(experiment.graph, first_batch(experiment))) {
      INFO(error.name << " " << error.problem);
      CHECK(error.problem.empty());
    }
  }
}

TEST_CASE("a batch holds only what the graph reads") {
  const auto holds = [](const char* config, IdsInput Word2vecInputs::*input) {
    const Experiment experiment = shipped_experiment(config);
    const auto& in = dynamic_cast<const Word2vecDataset&>(*experiment.dataset).handles();
    return !first_batch(experiment).ids[(in.*input).index].empty();
  };
  CHECK(holds("sgns", &Word2vecInputs::negatives));
  CHECK(!holds("sgns", &Word2vecInputs::node));
  CHECK(!holds("word2vec_softmax_toy", &Word2vecInputs::negatives));
  CHECK(!holds("word2vec_hs", &Word2vecInputs::negatives));
  CHECK(holds("word2vec_hs", &Word2vecInputs::node));
}

TEST_CASE("hierarchical softmax costs a path, not a vocabulary, and is a distribution all the same") {
  // Summed over all words c, the products of branch probabilities along the paths are 1; so the loss is comparable with
  // the full softmax's, which is lower because every word has a row of its own.
  const double full = trained("word2vec_softmax_toy").summary.splits.at(Split::train).loss;
  const double tree = trained("word2vec_hs").summary.splits.at(Split::train).loss;
  CHECK(full > 1.5);
  CHECK(tree < std::log(47.0));
  CHECK(std::abs(tree - full) < 0.5);
}

TEST_CASE("categories separate on the toy corpus, whichever way the words are trained") {
  for (const char* name : {"sgns", "cbow_toy", "word2vec_softmax_toy", "word2vec_hs"}) {
    INFO(name);
    const auto v = vectors_of_run(trained(name));
    CHECK(cosine(v, "cat", "dog") > cosine(v, "cat", "rug"));
    CHECK(cosine(v, "cat", "dog") > cosine(v, "cat", "car"));
    const std::vector<Id> list{v.id("cat"), v.id("dog"), v.id("kitten"), v.id("car")};
    CHECK(v.word(rank_intruders(v, list)[0].id) == "car");
  }
}

TEST_CASE("on the kingdom corpus every analogy comes out, and a direction is lost in a picture of all words") {
  const auto v = vectors_of_run(kingdom_run());
  const auto questions = evaluate_analogies(v, ROWGRAD_SOURCE_DIR "/data/kingdom.questions.txt");
  CHECK(questions[0].found == 56);
  CHECK(questions[0].correct_add >= 54);
  CHECK(questions[0].correct_mul >= 54);

  const std::pair<const char*, const char*> names[] = {
      {"king", "queen"}, {"uncle", "aunt"}, {"man", "woman"}, {"prince", "princess"}};
  std::vector<std::pair<Id, Id>> pairs;
  for (const auto& [a, b] : names) pairs.emplace_back(v.id(a), v.id(b));
  const Direction direction = find_direction(v, pairs);
  CHECK(direction.full.pairs > 0.9);
  CHECK(direction.full.swapped < 0.3);
  CHECK(direction.plane.pairs < direction.full.pairs - 0.2);
  CHECK(direction.largest_column < 0.5);
  CHECK(v.word(apply_direction(v, direction, v.id("brother"), 1)[0].id) == "sister");
}

}  // namespace
}  // namespace rowgrad
