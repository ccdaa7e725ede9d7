#include "graph/class_scores.hpp"

#include "tests/graph/sentiment_inputs.hpp"

namespace rowgrad {
namespace {

const std::string softmax = R"({"name": "p", "layer": "Softmax", "input": "logits"},)";

std::optional<ClassScores> scores_of(const Graph& graph) { return ClassScores::find(graph, /*named=*/true); }

TEST_CASE("a classifier's logits are what its loss reads, or what the softmax reads whose probabilities it compares") {
  for (const std::string layer : {"SquaredError", "CrossEntropy"}) {
    const Graph graph = sentiment_graph(embed + phrase + logits + softmax + R"({"name": "loss", "layer": ")" + layer +
                                        R"(", "inputs": ["p", "label"]})");
    CHECK(scores_of(graph).value().logits == graph.find("logits"));
    CHECK(scores_of(graph).value().loss == graph.find("loss"));
    CHECK(scores_of(graph).value().classes == 2);
  }
  const Graph usual = sentiment_graph(embed + phrase + logits + loss);
  CHECK(scores_of(usual).value().logits == usual.find("logits"));
}

TEST_CASE("numbers that no softmax made are no class scores, and neither is what they are when they meet numbers") {
  const std::string bare = R"({"name": "loss", "layer": "SquaredError", "inputs": ["logits", "label"]})";
  CHECK_FALSE(scores_of(sentiment_graph(embed + phrase + logits + bare)));
  const std::string numbers = R"({"name": "loss", "layer": "SquaredError", "inputs": ["p", "logits"]})";
  CHECK_FALSE(scores_of(sentiment_graph(embed + phrase + logits + softmax + numbers)));
}

}  // namespace
}  // namespace rowgrad
