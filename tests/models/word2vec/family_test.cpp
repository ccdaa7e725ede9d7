// The word2vec family as graphs: each config's gradients, and what its vectors look like on the project's small texts.
#include "analysis/analogy.hpp"
#include "analysis/direction.hpp"
#include "analysis/intruder.hpp"
#include "graph/gradcheck.hpp"
#include "models/word2vec/source.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

WordVectors vectors(const Trained& trained) {
  const Experiment& e = *trained.run.experiment;
  return {*e.task().vocabulary(), trained.run.parameters[e.task().vectors(e.graph()).value()].value};
}

double cosine(const WordVectors& v, const char* a, const char* b) { return v.cosine(v.id(a), v.id(b)); }

TEST_CASE("every member of the family has the gradient of its own loss") {
  for (const char* name : {"sgns", "cbow_toy", "word2vec_softmax_toy", "word2vec_hs"}) {
    INFO(name);
    Experiment experiment(Config::load(std::string(ROWGRAD_SOURCE_DIR "/configs/") + name + ".json", {"sizes.d=3"}));
    experiment.task().load();
    experiment.build();
    Batch batch;
    REQUIRE(experiment.task().batches({Split::train, 6, true, Random(1)})->next(batch));
    for (const auto& error : check_gradients(experiment.graph(), batch)) {
      INFO(error.name << " " << error.problem);
      CHECK(error.problem.empty());
    }
  }
}

TEST_CASE("a batch holds only what the graph reads") {
  const auto batch_of = [](const char* name) {
    Experiment experiment(Config::load(std::string(ROWGRAD_SOURCE_DIR "/configs/") + name + ".json", {}));
    experiment.task().load();
    experiment.build();
    Batch batch;
    REQUIRE(experiment.task().batches({Split::train, 6, true, Random(1)})->next(batch));
    return batch;
  };
  CHECK(!batch_of("sgns").ids[negatives_input].empty());
  CHECK(batch_of("sgns").ids[node_input].empty());
  CHECK(batch_of("word2vec_softmax_toy").ids[negatives_input].empty());
  CHECK(batch_of("word2vec_hs").ids[negatives_input].empty());
  CHECK(!batch_of("word2vec_hs").ids[node_input].empty());
}

TEST_CASE("hierarchical softmax costs a path, not a vocabulary, and is a distribution all the same") {
  // Summed over all words c, the products of branch probabilities along the paths are 1; so the loss is comparable with
  // the full softmax's, which is lower because every word has a row of its own.
  const double full = trained("word2vec_softmax_toy").summary["train"]["loss"];
  const double tree = trained("word2vec_hs").summary["train"]["loss"];
  CHECK(full > 1.5);
  CHECK(tree < std::log(47.0));
  CHECK(std::abs(tree - full) < 0.5);
}

TEST_CASE("categories separate on the toy corpus, whichever way the words are trained") {
  for (const char* name : {"sgns", "cbow_toy", "word2vec_softmax_toy", "word2vec_hs"}) {
    INFO(name);
    const auto v = vectors(trained(name));
    CHECK(cosine(v, "cat", "dog") > cosine(v, "cat", "rug"));
    CHECK(cosine(v, "cat", "dog") > cosine(v, "cat", "car"));
    const std::vector<Id> list{v.id("cat"), v.id("dog"), v.id("kitten"), v.id("car")};
    CHECK(v.word(rank_intruders(v, list)[0].id) == "car");
  }
}

TEST_CASE("on the kingdom corpus every analogy comes out, and a direction is lost in a picture of all words") {
  const auto v = vectors(trained("kingdom"));
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
