#include "models/lm/unembedding.hpp"

#include <cmath>

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/models/lm/items.hpp"

namespace rowgrad {
namespace {

// A model over a few names, trained.
struct Names {
  std::shared_ptr<const LmDataset> dataset;
  Experiment experiment;
  RunState state;

  explicit Names(const std::string& output)
      : dataset(items()), experiment(in_memory(dataset, config(output))), state(train_in_memory(experiment)) {}

  static std::shared_ptr<const LmDataset> items() {
    LmOptions options;
    options.candidates.count = 3;
    return lm_items(options, {"emma", "ada", "emil", "anna"});
  }
  static Json config(const std::string& output) {
    return Json::parse(R"({
      "model": [
        { "name": "embed", "layer": "Embedding", "input": "tokens", "dim": 8, "init": { "normal": 0.1 } },
        { "name": "h", "layer": "Linear", "input": "embed", "out": 8 },)" +
                       output + R"(],
      "optimizer": { "type": "AdamW", "lr": 0.02, "weight_decay": 0 },
      "train": { "epochs": 30, "batch_size": 2 } })");
  }
  Generator generator() { return {experiment.graph, state.parameters, *dataset}; }
};

TEST_CASE("under a tied output the rows nearest to the hidden state are the most probable symbols") {
  Names names(R"(
      { "name": "logits", "layer": "Linear", "input": "h", "weight": "embed.weight", "bias": false },
      { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"] })");
  Generator generator = names.generator();
  const auto matches = match_hidden(generator, names.state.parameters, names.dataset->ids("em"), 4);
  REQUIRE(matches.size() == 4);
  for (std::size_t i = 1; i < matches.size(); ++i) {
    CHECK(matches[i].dot <= matches[i - 1].dot);
    CHECK_FALSE(matches[i].bias);
    CHECK(matches[i].probability <= matches[i - 1].probability);
    // Without a bias a difference of dot products is the logarithm of a ratio of probabilities.
    CHECK(std::log(matches[0].probability / matches[i].probability) ==
          Approx(matches[0].dot - matches[i].dot).margin(1e-4));
  }
}

TEST_CASE("the highest score is the dot product plus the bias, and not always the row nearest by cosine") {
  Names names(R"(
      { "name": "logits", "layer": "Linear", "input": "h", "weight": "embed.weight" },
      { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"] })");
  auto& bias = names.state.parameters[names.experiment.graph.find_parameter("logits.bias").value()].value;
  Generator generator = names.generator();
  const std::size_t all = names.dataset->tokens().size();
  const auto before = match_hidden(generator, names.state.parameters, names.dataset->ids("em"), all);
  bias.data()[before.back().id] += 100;
  const auto after = match_hidden(generator, names.state.parameters, names.dataset->ids("em"), all);
  CHECK(after[0].id == before.back().id);
  CHECK(after[0].dot == before.back().dot);
  CHECK(after[0].cosine_rank == before.back().cosine_rank);
  CHECK(after[0].cosine_rank > 1);
  std::size_t ranks = 0;
  for (const RowMatch& m : after) {
    CHECK(m.bias == bias.data()[m.id]);
    CHECK(m.score == Approx(m.dot + bias.data()[m.id]).margin(1e-4));
    ranks += m.cosine_rank;
    for (const RowMatch& other : after) CHECK((m.cosine <= other.cosine || m.cosine_rank < other.cosine_rank));
  }
  CHECK(ranks == all * (all + 1) / 2);
}

TEST_CASE("a model trained by sampled softmax knows its logits too") {
  Names names(R"(
      { "name": "loss", "layer": "SampledSoftmaxCE", "inputs": ["h", "next", "sampled"] })");
  Generator generator = names.generator();
  const LmDataset& data = *names.dataset;
  const auto p = probabilities(generator.logits(data.ids("em")), {});
  CHECK(p.size() == data.tokens().size());
  CHECK(p[data.ids("a")[0]] + p[data.ids("i")[0]] + p[data.ids("m")[0]] > 0.9F);  // what follows m in the items
  const auto matches = match_hidden(generator, names.state.parameters, data.ids("em"), 2);
  REQUIRE(matches.size() == 2);
  for (const RowMatch& m : matches) CHECK(m.score == Approx(m.dot + m.bias.value()).margin(1e-4));
}

TEST_CASE("logits that are no Linear map of a hidden state have no nearest rows") {
  Names names(R"(
      { "name": "logits", "layer": "Embedding", "input": "tokens", "dim": "vocab" },
      { "name": "twice", "layer": "Add", "inputs": ["logits", "logits"] },
      { "name": "unused", "layer": "Linear", "input": "h", "out": 1 },
      { "name": "other", "layer": "SigmoidCE", "input": "unused", "target": 1 },
      { "name": "loss", "layer": "SoftmaxCE", "inputs": ["twice", "next"] })");
  Generator generator = names.generator();
  CHECK_THROWS_WITH(match_hidden(generator, names.state.parameters, names.dataset->ids("em"), 2),
                    Catch::Contains("not a Linear map"));
}

}  // namespace
}  // namespace rowgrad
