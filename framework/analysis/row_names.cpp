#include "analysis/row_names.hpp"

#include "graph/class_scores.hpp"

namespace rowgrad {
namespace {

// The input by whose ids a layer looks up rows of the parameter, if one does.
std::optional<std::size_t> ids_of_rows(const Graph& graph, std::size_t parameter) {
  for (std::size_t i = graph.input_count(); i < graph.nodes().size(); ++i) {
    const Node& node = graph.node(i);
    for (std::size_t p = 0; p < node.parameters.size(); ++p) {
      if (node.parameters[p] != parameter) continue;
      const auto read = node.layer->rows_read({p, ""});
      if (!read.empty()) return node.inputs[read.front().index];
    }
  }
  return std::nullopt;
}

}  // namespace

std::string row_name(const Experiment& experiment, std::size_t parameter, std::size_t row) {
  const Graph& graph = experiment.graph;
  const auto id = static_cast<Id>(row);
  if (const auto input = ids_of_rows(graph, parameter)) return experiment.dataset->id_name(*input, id);
  const auto classes = ClassScores::find(graph, /*named=*/false);
  if (!classes) return {};
  const std::size_t label = classes->label;
  const bool scores_classes = graph.parameters()[parameter].rows == graph.node(label).type.width;
  return scores_classes ? experiment.dataset->id_name(label, id) : std::string();
}

}  // namespace rowgrad
