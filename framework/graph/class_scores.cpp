#include "graph/class_scores.hpp"

namespace rowgrad {

std::optional<ClassScores> ClassScores::find(const Graph& graph, bool named) {
  if (const auto classifier = graph.classifier())
    return ClassScores{classifier->logits, classifier->label, graph.node(classifier->logits).type.width, false};
  const auto loss = named ? graph.decider() : std::nullopt;
  if (!loss) return std::nullopt;
  const Node& node = graph.node(*loss);
  return ClassScores{node.inputs[0], node.inputs[1], 2, true};
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
