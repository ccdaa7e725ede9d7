#include "models/lm/generator.hpp"

#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/models/lm/items.hpp"

namespace rowgrad {
namespace {

const std::vector<float> logits{0.0F, 2.0F, 1.0F, -1.0F};

TEST_CASE("at temperature 1 the probabilities are the softmax of the logits") {
  const auto p = probabilities(logits, {});
  const double total = 1.0 + std::exp(2.0) + std::exp(1.0) + std::exp(-1.0);
  CHECK(p[1] == Approx(std::exp(2.0) / total));
  CHECK(p[3] == Approx(std::exp(-1.0) / total));
}

TEST_CASE("a lower temperature favours the most probable symbol, and 0 takes it") {
  CHECK(probabilities(logits, {.temperature = 0.5})[1] > probabilities(logits, {})[1]);
  for (const double none : {0.0, 1e-40, 1e-300, 5e-324})
    CHECK(probabilities(logits, {.temperature = none}) == std::vector<float>{0, 1, 0, 0});
}

TEST_CASE("top-k leaves the k most probable symbols, and they sum to 1") {
  const auto p = probabilities(logits, {.top_k = 2});
  CHECK(p[0] == 0.0F);
  CHECK(p[3] == 0.0F);
  CHECK(p[1] + p[2] == Approx(1.0F));
  CHECK(p[1] / p[2] == Approx(std::exp(1.0F)));
}

TEST_CASE("logits that are not finite are an error, not a distribution") {
  for (const float bad : {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()})
    CHECK_THROWS_WITH(probabilities(std::vector<float>{0.0F, bad, 1.0F}, {}), Catch::Contains("not finite"));
}

TEST_CASE("a generator writes items from a prompt until the model predicts their end or they are long enough") {
  const auto dataset = lm_items({}, {"abc"});
  const Experiment experiment = in_memory(dataset, Json::parse(R"({
    "model": [
      { "name": "logits", "layer": "Embedding", "input": "tokens", "dim": "vocab", "init": "zeros" },
      { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"] } ],
    "optimizer": { "type": "SGD", "lr": 1 },
    "train": { "epochs": 200 } })"));
  RunState state = train_in_memory(experiment);
  Generator generator(experiment.graph, state.parameters, *dataset);
  const Sampling best{.temperature = 0.0};
  CHECK(dataset->text(generator.write({}, best, 10, Random(1))) == "abc");
  CHECK(dataset->text(generator.write(dataset->ids("cb"), best, 10, Random(1))) == "cbc");
  CHECK(dataset->text(generator.write({}, best, 2, Random(1))) == "ab");
  CHECK(generator.write({}, {}, 10, Random(7)) == generator.write({}, {}, 10, Random(7)));
}

TEST_CASE("a model that predicts no symbol has no generator") {
  const auto dataset = lm_items({}, {"abc"});
  const Experiment experiment = in_memory(dataset, {{"model", Json::parse(R"([
      { "name": "embed", "layer": "Embedding", "input": "tokens", "dim": 3 },
      { "name": "score", "layer": "Linear", "input": "embed", "out": 1 },
      { "name": "loss", "layer": "SigmoidCE", "input": "score", "target": 1 }])")}});
  RunState state = fresh_state(experiment);
  CHECK_THROWS_WITH(Generator(experiment.graph, state.parameters, *dataset),
                    Catch::Contains("neither SoftmaxCE nor SampledSoftmaxCE"));
}

}  // namespace
}  // namespace rowgrad
