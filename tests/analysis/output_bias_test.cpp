#include "analysis/output_bias.hpp"

#include <cmath>

#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/models/lm/items.hpp"

namespace rowgrad {
namespace {

// A model over letters of which a is frequent and z rare, trained; the first letter says nothing of the next.
struct Letters {
  Experiment experiment;
  RunState state;

  explicit Letters(const std::string& output)
      : experiment(in_memory(lm_items({}, {"aabaaz", "abaaba", "baaaaa", "aaaab"}), config(output))),
        state(train_in_memory(experiment)) {}
  static Json config(const std::string& output) {
    return Json::parse(R"({
      "model": [
        { "name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4, "init": { "normal": 0.1 } },)" +
                       output +
                       R"(,
        { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"] } ],
      "optimizer": { "type": "AdamW", "lr": 0.03, "weight_decay": 0 },
      "train": { "epochs": 100, "batch_size": 4 } })");
  }
  OutputBias bias() { return output_bias(experiment, state.parameters, *experiment.dataset, "test"); }
};

constexpr const char* with_bias = R"({ "name": "logits", "layer": "Linear", "input": "embed", "out": "vocab" })";
constexpr const char* without =
    R"({ "name": "logits", "layer": "Linear", "input": "embed", "out": "vocab", "bias": false })";

TEST_CASE("classes come by falling frequency, counted as they are predicted") {
  Letters letters(with_bias);
  const OutputBias found = letters.bias();
  REQUIRE(found.classes.size() == 4);  // a, b, the boundary, z
  const Dataset& data = *letters.experiment.dataset;
  CHECK(data.id_name(found.label, found.classes[0].id) == "a");
  CHECK(std::exp(found.classes[0].log_frequency) == Approx(17.0 / 27));
  CHECK(data.id_name(found.label, found.classes[3].id) == "z");
  CHECK(std::exp(found.classes[3].log_frequency) == Approx(1.0 / 27));
}

TEST_CASE("a learned bias follows the log frequency, and a mean logit without it takes its place") {
  const OutputBias with = Letters(with_bias).bias(), bare = Letters(without).bias();
  CHECK(with.bias_correlation.value() > 0.8);
  CHECK_FALSE(bare.bias_correlation.has_value());
  CHECK(bare.mean_correlation > 0.8);
  for (const ClassBias& c : bare.classes) CHECK_FALSE(c.bias.has_value());
}

TEST_CASE("the mean logit is that of the data's hidden states") {
  Letters letters(without);
  for (auto& parameter : letters.state.parameters) parameter.value.fill(0.5F);
  for (const ClassBias& c : letters.bias().classes) CHECK(c.mean_from_state == Approx(4 * 0.5 * 0.5));
}

TEST_CASE("logits that are no Linear layer's have no bias to show") {
  Letters letters(R"({ "name": "logits", "layer": "Tanh", "input": "embed" })");
  CHECK_THROWS_WITH(letters.bias(), Catch::Contains("a softmax over the logits of a Linear layer"));
}

}  // namespace
}  // namespace rowgrad
