#include "graph/class_scores.hpp"

#include "graph/layer.hpp"

namespace rowgrad {

std::optional<ClassScores> ClassScores::of_softmax(const Graph& graph, std::size_t loss) {
  const Node& node = graph.node(loss);
  if (node.layer == nullptr || node.inputs.size() < 2) return std::nullopt;
  const std::size_t scores = node.inputs[0], label = node.inputs[1];
  const ValueType& type = graph.node(scores).type;
  if (graph.node(label).type.kind != Kind::ids) return std::nullopt;
  if (node.layer->classifies()) return ClassScores{loss, scores, label, type.width, false};
  // A loss that has weights, or decides between two, reads something else than a distribution over the labels.
  const bool reads_softmax = graph.node(scores).layer_name() == "Softmax" && type.width == graph.node(label).type.width;
  if (!reads_softmax || node.layer->decides() || !node.parameters.empty()) return std::nullopt;
  return ClassScores{loss, graph.node(scores).inputs[0], label, type.width, false};
}

std::optional<ClassScores> ClassScores::find(const Graph& graph, bool named) {
  for (const std::size_t loss : graph.losses()) {
    if (const auto scores = of_softmax(graph, loss)) return scores;
  }
  const auto loss = named ? graph.decider() : std::nullopt;
  if (!loss) return std::nullopt;
  const Node& node = graph.node(*loss);
  return ClassScores{*loss, node.inputs[0], node.inputs[1], 2, true};
}

const Matrix<float>& ClassScores::of(const Matrix<float>& output, Matrix<float>& two) const {
  if (!single) return output;
  resize(two, rows(output), 2);
  for (std::size_t i = 0; i < rows(output); ++i) {
    row(two, i)[0] = 0.0F;
    row(two, i)[1] = row(output, i)[0];
  }
  return two;
}

}  // namespace rowgrad
