#include "models/lm/bigram_table.hpp"

#include <cmath>

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/models/lm/items.hpp"

namespace rowgrad {
namespace {

// A table of logits, by gradient descent over all items at once.
Experiment bigram(const std::shared_ptr<const LmDataset>& dataset, int epochs) {
  Json config = Json::parse(R"({
    "model": [
      { "name": "logits", "layer": "Embedding", "input": "tokens", "dim": "vocab", "init": "zeros" },
      { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"] } ],
    "optimizer": { "type": "SGD", "lr": 5 } })");
  config["train"] = {{"epochs", epochs}, {"batch_size", 100}};
  return in_memory(dataset, config);
}

BigramTable table_after(const std::shared_ptr<const LmDataset>& dataset, int epochs) {
  const Experiment experiment = bigram(dataset, epochs);
  RunState state = train_in_memory(experiment);
  return bigram_table(experiment.graph, state.parameters, *dataset);
}

TEST_CASE("pairs are counted with the boundary on either side of each item") {
  const auto dataset = lm_items({}, {"ab", "a", "aab"});
  const BigramTable table = table_after(dataset, 0);
  REQUIRE(table.symbols == std::vector<std::string>{"</s>", "a", "b"});
  const double counts[3][3] = {{0, 3, 0}, {1, 1, 2}, {2, 0, 0}};  // ·a ab b· | ·a a· | ·a aa ab b·
  for (std::size_t i = 0; i < 3; ++i) {
    const double sum = counts[i][0] + counts[i][1] + counts[i][2];
    for (std::size_t j = 0; j < 3; ++j) {
      CHECK(table.counts(i, j) == counts[i][j]);
      CHECK(table.counted(i, j) == Approx(counts[i][j] / sum));
      CHECK(table.model(i, j) == Approx(1.0 / 3));  // before training
    }
  }
  CHECK(table.largest_difference == Approx(2.0 / 3));
}

TEST_CASE("a trained bigram model says what counting says") {
  const auto dataset = lm_items({}, {"ab", "a", "aab", "ba", "abb"});
  CHECK(table_after(dataset, 3000).largest_difference < 0.01);
}

TEST_CASE("a model of longer memory is asked for what follows an item's first symbol") {
  const auto dataset = lm_items({}, {"ab"});
  const Experiment experiment = in_memory(dataset, {{"model", Json::parse(R"([
      {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4, "init": {"normal": 1}},
      {"name": "state", "layer": "GRU", "input": "embed", "dim": 4},
      {"name": "logits", "layer": "Linear", "input": "state", "out": "vocab"},
      {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"]}])")}});
  RunState state = fresh_state(experiment);
  const BigramTable table = bigram_table(experiment.graph, state.parameters, *dataset);
  const std::vector<Id> b = dataset->ids("b");
  auto tape = make_tape<float>(experiment.graph);
  forward(experiment.graph, dataset->encode(b), state.parameters, tape, Mode{});
  const Matrix<float>& logits = tape.nodes[experiment.graph.find("logits").value()].output;
  REQUIRE(rows(logits) == 2);  // after the boundary, and after the boundary and b
  for (const auto& [id, at] : {std::pair{LmDataset::boundary, 0}, std::pair{b[0], 1}}) {
    double sum = 0.0;
    for (std::size_t j = 0; j < 3; ++j) sum += std::exp(static_cast<double>(logits(at, j)));
    for (std::size_t j = 0; j < 3; ++j) CHECK(table.model(id, j) == Approx(std::exp(logits(at, j)) / sum));
  }
}

TEST_CASE("a symbol that never occurs has no counted probabilities and makes no difference") {
  const auto whole = lm_items({}, {"ab"});
  Ragged only_a;
  only_a.push(whole->ids("a"));
  const auto dataset =
      std::make_shared<LmDataset>(LmOptions{}, whole->vocabularies(), std::array<Ragged, 3>{only_a, {}, {}});
  const BigramTable table = table_after(dataset, 3000);
  const Id b = whole->ids("b")[0];
  for (std::size_t j = 0; j < 3; ++j) CHECK(table.counted(b, j) == 0.0);
  CHECK(table.model(b, 0) == Approx(1.0 / 3));
  CHECK(table.largest_difference < 0.01);
}

TEST_CASE("a vocabulary too large for a picture is refused, with what to do") {
  LmOptions options;
  options.unit = "word";
  std::string text;
  for (std::size_t i = 0; i < BigramTable::most_symbols; ++i) text += "w" + std::to_string(i) + " ";
  CHECK_THROWS_WITH(table_after(lm_items(options, {text}), 0),
                    Catch::Contains("201 symbols are too many for a picture, which shows at most 200") &&
                        Catch::Contains("characters"));
}

}  // namespace
}  // namespace rowgrad
