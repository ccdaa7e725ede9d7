#include "models/sentiment/bag_model.hpp"

#include "engine/graph_pattern.hpp"

namespace rowgrad {
namespace {

GraphPattern pattern(const BagModel& model) {
  std::vector<std::string> loss_inputs{"logits", "label"};
  if (model.weighted) loss_inputs.emplace_back("weight");
  std::vector<LayerPattern> layers(4);
  layers[0] = {.variable = "embed", .type = "Embedding", .inputs = {"tokens"}, .free = {"dim", "init"}};
  layers[1] = {.variable = "h", .type = model.mean ? "Mean" : "Sum", .inputs = {"embed"}};
  layers[2] = {.variable = "logits", .type = "Linear", .inputs = {"h"}, .free = {"out", "bias", "init"}};
  layers[3] = {.variable = "loss", .type = "SoftmaxCE", .inputs = loss_inputs, .free = {"label_smoothing"}};
  return GraphPattern(std::move(layers));
}

}  // namespace

RecognisedBag recognise_bag(const Graph& graph) {
  std::vector<BagModel> models;
  std::vector<GraphPattern> patterns;
  for (const bool mean : {false, true}) {
    for (const bool weighted : {false, true}) {
      BagModel& model = models.emplace_back();
      model.mean = mean;
      model.weighted = weighted;
      patterns.push_back(pattern(model));
    }
  }
  const auto [index, match] = best_match(patterns, graph);
  if (!match.mismatch.empty()) return {{}, match.mismatch};
  const auto node = [&graph, &nodes = match.nodes](const char* variable) -> const Node& {
    return graph.node(nodes.at(variable));
  };
  BagModel model = models[index];
  model.table = node("embed").parameters[0];
  model.weight = node("logits").parameters[0];
  const auto& linear = node("logits").parameters;
  if (linear.size() > 1 && linear[1] != Node::none) model.bias = linear[1];
  model.smoothing = node("loss").settings["label_smoothing"].get<double>();
  return {model, {}};
}

}  // namespace rowgrad
