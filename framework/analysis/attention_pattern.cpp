#include "analysis/attention_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "graph/execute.hpp"
#include "graph/layer.hpp"
#include "layers/attention_weights.hpp"

namespace rowgrad {
namespace {

const AttentionWeights* attention_of(const Node& node) {
  return dynamic_cast<const AttentionWeights*>(node.layer.get());
}

// The nodes whose rows are the dataset's tokens and look at each other.
std::vector<std::size_t> attention_layers(const Graph& graph, const RowSpace& tokens) {
  std::vector<std::size_t> layers;
  for (std::size_t i = graph.input_count(); i < graph.nodes().size(); ++i) {
    if (attention_of(graph.node(i)) != nullptr && graph.node(i).type.space == &tokens) layers.push_back(i);
  }
  return layers;
}

// What is needed to compute all of `nodes`, in order.
std::vector<std::size_t> plan_for(const Graph& graph, const std::vector<std::size_t>& nodes) {
  std::vector<bool> needed(graph.nodes().size(), false);
  for (const std::size_t node : nodes) {
    for (const std::size_t i : graph.upstream(node)) needed[i] = true;
  }
  std::vector<std::size_t> plan;
  for (std::size_t i = 0; i < needed.size(); ++i) {
    if (needed[i]) plan.push_back(i);
  }
  return plan;
}

void check_length(std::size_t positions) {
  if (positions == 0) throw input_error("the text", "the model knows no word of it", "use words of the data");
  if (positions <= AttentionPattern::most_positions) return;
  throw input_error("the text",
                    fmt::format("expected at most {} positions, found {}", AttentionPattern::most_positions, positions),
                    "give a shorter one");
}

// The heads of all segments, each with the weights of a segment where its rows stand.
std::vector<Matrix<float>> heads_of(const Pass<float>& pass, std::size_t node) {
  LayerContext<float> context(pass, node);
  const RowSpace& space = *pass.nodes[node].type.space;
  const std::size_t positions = pass.batch.row_count(space);
  std::vector<Matrix<float>> heads;
  for (std::size_t s = 0; s < pass.batch.row_count(*space.group); ++s) {
    const auto of_segment = attention_of(pass.nodes[node])->weights_by_head(context, s);
    heads.resize(of_segment.size(), zeros<float>(positions, positions));
    const std::size_t first = pass.batch.segment(space, s).first;
    for (std::size_t h = 0; h < heads.size(); ++h) {
      for (std::size_t i = 0; i < rows(of_segment[h]); ++i)
        std::copy_n(row(of_segment[h], i), columns(of_segment[h]), row(heads[h], first + i) + first);
    }
  }
  return heads;
}

}  // namespace

AttentionPattern attention_pattern(const Experiment& experiment, Parameters<float>& parameters, const Batch& batch) {
  const Graph& graph = experiment.graph;
  const IdsInput words = experiment.dataset->words();
  const auto layers = attention_layers(graph, graph.inputs().space_of(words));
  if (layers.empty()) {
    throw input_error("the model", "has no layer \"Attention\" over its tokens",
                      "name a run that has, such as one of configs/order_attention.json or configs/transformer.json");
  }
  check_length(batch.ids[words.index].size());
  auto tape = make_tape<float>(graph);
  const Mode mode;
  forward(graph, plan_for(graph, layers), batch, parameters, tape, mode);
  const Pass<float> pass{graph.nodes(), batch, parameters, tape, mode};
  AttentionPattern pattern;
  for (const Id id : batch.ids[words.index]) pattern.tokens.push_back(experiment.dataset->id_name(words.index, id));
  for (const std::size_t node : layers) pattern.layers.push_back({graph.node(node).name, heads_of(pass, node)});
  return pattern;
}

}  // namespace rowgrad
