#include "models/word2vec/output_cost.hpp"

#include <cmath>
#include <map>

#include "data/huffman.hpp"
#include "graph/execute.hpp"
#include "models/word2vec/dataset.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

std::map<std::string, double> dot_products(std::size_t vocab) {
  OutputCostOptions small;
  small.dim = 4;
  small.negatives = 7;
  small.sampled = 20;
  std::map<std::string, double> counts;
  for (const OutputCost& cost : measure_output_costs(vocab, small)) counts[cost.method] = cost.dot_products;
  return counts;
}

// The dot products per pair of one batch of a config of configs/.
double dot_products_of(const std::string& config) {
  const Experiment experiment = shipped_experiment(config);
  BatchRequest request{Split::train, 64, /*training=*/true, Random(1)};
  request.wanted = experiment.graph.inputs_read();
  Batch batch;
  REQUIRE(experiment.dataset->batches(request)->next(batch));
  RunState state = fresh_state(experiment);
  auto tape = make_tape<float>(experiment.graph);
  forward(experiment.graph, batch, state.parameters, tape, {true, Random(1)});
  const auto& center = dynamic_cast<const Word2vecDataset&>(*experiment.dataset).handles().center;
  return static_cast<double>(count_scores(experiment.graph, batch, tape)) /
         static_cast<double>(batch.ids[center.index].size());
}

TEST_CASE(
    "per pair a full softmax computes V dot products, negative sampling k + 1, sampled softmax its sample and one") {
  for (const std::size_t vocab : {100, 1000}) {
    auto counts = dot_products(vocab);
    CHECK(counts["full softmax"] == static_cast<double>(vocab));
    CHECK(counts["negative sampling"] == 8);
    CHECK(counts["sampled softmax"] == 21);
  }
}

TEST_CASE("a Huffman tree's path is log₂ V long at most on the mean, and grows by a few steps where V grows tenfold") {
  const double small = dot_products(100)["hierarchical softmax"], large = dot_products(10'000)["hierarchical softmax"];
  CHECK(small > 4);
  CHECK(small < std::log2(100));
  CHECK(large < std::log2(10'000));
  CHECK(large > small + 2);
  CHECK(large < 2 * small + 1);
}

TEST_CASE("with equal counts every path of a Huffman tree over 2ⁿ words has n steps") {
  const HuffmanTree tree(std::vector<std::uint64_t>(64, 3));
  for (Id word = 0; word < 64; ++word) CHECK(tree.nodes(word).size() == 6);
}

TEST_CASE("the configs for small text cost per pair what the chapter says: 47, a path, 6") {
  CHECK(dot_products_of("word2vec_softmax_toy") == 47);
  CHECK(dot_products_of("sgns") == 6);
  CHECK(dot_products_of("word2vec_hs") > 2);
  CHECK(dot_products_of("word2vec_hs") < std::log2(47));
}

TEST_CASE("what output-cost measures are the layers of the shipped configs") {
  const auto layers_in = [](const std::string& config) {
    return Config::load(ROWGRAD_SOURCE_DIR "/configs/" + config + ".json", {}).model;
  };
  auto models = output_cost_models();
  CHECK(models.size() == 4);
  CHECK(models["full softmax"] == layers_in("word2vec_softmax_toy"));
  CHECK(models["hierarchical softmax"] == layers_in("word2vec_hs"));
  CHECK(models["negative sampling"] == layers_in("sgns"));
  CHECK(models["sampled softmax"][1]["layer"] == layers_in("word_lm_sampled").back()["layer"]);
}

}  // namespace
}  // namespace rowgrad
