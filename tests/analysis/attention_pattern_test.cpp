#include "analysis/attention_pattern.hpp"

#include <numeric>

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/models/lm/items.hpp"
#include "tests/models/sentiment/documents.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// A causal layer whose maps start at zero: all scores are 0, and every position takes the same of each that it sees.
Experiment even_language_model(const LmOptions& options = {}) {
  return in_memory(lm_items(options, {"emma", "ada"}), {{"model", Json::parse(R"([
      {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4},
      {"name": "look", "layer": "Attention", "input": "embed", "heads": 2, "causal": true, "init": "zeros"},
      {"name": "logits", "layer": "Linear", "input": "look", "out": "vocab"},
      {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"]}])")}});
}

AttentionPattern pattern_of(const Experiment& experiment, const std::string& text) {
  RunState state = fresh_state(experiment);
  return attention_pattern(experiment, state.parameters, experiment.dataset->example(text, ""));
}

TEST_CASE("where all scores are equal a causal position takes 1/n of itself and of each before it, and 0 of the rest") {
  const AttentionPattern pattern = pattern_of(even_language_model(), "ema");
  CHECK(pattern.tokens == std::vector<std::string>{"</s>", "e", "m", "a"});  // what is read, the boundary first
  REQUIRE(pattern.layers.size() == 1);
  CHECK(pattern.layers[0].name == "look");
  REQUIRE(pattern.layers[0].heads.size() == 2);
  for (const Matrix<float>& head : pattern.layers[0].heads) {
    REQUIRE(rows(head) == 4);
    for (std::size_t i = 0; i < 4; ++i) {
      for (std::size_t j = 0; j < 4; ++j) CHECK(head(i, j) == Approx(j <= i ? 1.0 / static_cast<double>(i + 1) : 0.0));
    }
  }
}

TEST_CASE("a piece of a text that was cut into blocks does not look into the other") {
  LmOptions options;
  options.block = 3;
  const AttentionPattern pattern = pattern_of(even_language_model(options), "emma");  // · e m | m a
  CHECK(pattern.tokens == std::vector<std::string>{"</s>", "e", "m", "m", "a"});
  const Matrix<float>& head = pattern.layers[0].heads[0];
  CHECK(head(2, 0) == Approx(1.0 / 3));
  CHECK(head(3, 2) == 0.0F);
  CHECK(head(3, 3) == 1.0F);
  CHECK(head(4, 3) == 0.5F);
}

TEST_CASE("a classifier's words look at each other, each by weights that sum to 1") {
  Trained run = trained("order_attention", {"train.epochs=1"});
  const Experiment& experiment = run.run.experiment;
  const AttentionPattern pattern =
      attention_pattern(experiment, run.run.parameters, experiment.dataset->example("not bad", ""));
  CHECK(pattern.tokens == std::vector<std::string>{"not", "bad"});
  REQUIRE(pattern.layers.size() == 1);
  REQUIRE(pattern.layers[0].heads.size() == 4);
  for (const Matrix<float>& head : pattern.layers[0].heads) {
    for (std::size_t i = 0; i < 2; ++i) {
      CHECK(head(i, 0) > 0.0F);
      CHECK(head(i, 1) > 0.0F);
      CHECK(head(i, 0) + head(i, 1) == Approx(1.0));
    }
  }
}

TEST_CASE("a model without attention, a text of which nothing is known and one that is too long are refused") {
  const auto documents = labelled_documents({}, {{"good film", "yes"}, {"bad film", "no"}});
  const auto with = [&](const std::string& layer) {
    return in_memory(documents, {{"model", Json::parse(R"([
        {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4},
        {"name": "look", "layer": ")" + layer + R"(", "input": "embed"},
        {"name": "h", "layer": "Sum", "input": "look"},
        {"name": "logits", "layer": "Linear", "input": "h", "out": "classes"},
        {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]}])")}});
  };
  CHECK_THROWS_WITH(pattern_of(with("Tanh"), "good film"), Catch::Contains("has no layer \"Attention\""));
  CHECK_THROWS_WITH(pattern_of(with("Attention"), "zxqv"), Catch::Contains("the model knows no word of it"));
  std::string text = "good";
  for (std::size_t i = 0; i < AttentionPattern::most_positions; ++i) text += " film";
  CHECK_THROWS_WITH(pattern_of(with("Attention"), text), Catch::Contains("at most 200 positions, found 201"));
}

}  // namespace
}  // namespace rowgrad
