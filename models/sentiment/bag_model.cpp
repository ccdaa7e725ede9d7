#include "models/sentiment/bag_model.hpp"

#include <algorithm>

#include "models/sentiment/source.hpp"

namespace rowgrad {
namespace {

const std::string pattern = "the model is not Embedding, Sum or Mean, Linear, SoftmaxCE in a row";

const Json& entry(const Graph& graph, const Node& node) {
  return *std::find_if(graph.resolved().begin(), graph.resolved().end(),
                       [&](const Json& layer) { return layer["name"] == node.name; });
}

}  // namespace

std::string BagModel::recognise(const Graph& graph) {
  const auto& nodes = graph.nodes();
  if (nodes.size() != graph.input_count() + 4) return pattern;
  const Node& embed = nodes[graph.input_count()];
  const Node& reduce = nodes[graph.input_count() + 1];
  const Node& linear = nodes[graph.input_count() + 2];
  const Node& loss = nodes[graph.input_count() + 3];
  const auto is = [&](const Node& node, const char* type) { return entry(graph, node)["layer"] == type; };
  mean = is(reduce, "Mean");
  if (!is(embed, "Embedding") || !(mean || is(reduce, "Sum")) || !is(linear, "Linear") || !is(loss, "SoftmaxCE"))
    return pattern;
  if (embed.inputs[0] != DocumentBatch::tokens || reduce.inputs[0] != graph.input_count() ||
      linear.inputs[0] != graph.input_count() + 1 || loss.inputs[0] != graph.input_count() + 2 ||
      loss.inputs[1] != DocumentBatch::label) {
    return pattern;
  }
  table = embed.parameters[0];
  weight = linear.parameters[0];
  if (linear.parameters.size() > 1) bias = linear.parameters[1];
  weighted = loss.inputs.size() == 3;
  smoothing = entry(graph, loss)["label_smoothing"].get<double>();
  if (weight == table) return "the weight of the Linear is borrowed from the Embedding";
  if (weighted && loss.inputs[2] != DocumentBatch::weight) return "the loss is weighted by a layer";
  for (const ParameterSpec& spec : graph.parameters()) {
    if (!spec.trainable) return "\"" + spec.name + "\" is frozen";
  }
  return {};
}

}  // namespace rowgrad
