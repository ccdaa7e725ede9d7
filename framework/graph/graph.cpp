#include "graph/graph.hpp"

#include <algorithm>

#include "graph/graph_builder.hpp"

namespace rowgrad {

Graph::Graph(ModelSpec&& model, const std::map<std::string, std::size_t>& sizes, const Inputs& inputs, Leaves leaves)
    : inputs_(inputs) {
  GraphBuilder(*this, std::move(model), sizes).build(leaves);
}

std::optional<std::size_t> Graph::find(const std::string& name) const {
  const auto it = std::find_if(nodes_.begin(), nodes_.end(), [&](const Node& node) { return node.name == name; });
  if (it == nodes_.end()) return std::nullopt;
  return static_cast<std::size_t>(it - nodes_.begin());
}

bool Graph::reads(std::size_t node) const {
  return std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& reader) {
    return std::find(reader.inputs.begin(), reader.inputs.end(), node) != reader.inputs.end();
  });
}

std::optional<std::size_t> Graph::find_parameter(const std::string& name) const {
  const auto it =
      std::find_if(parameters_.begin(), parameters_.end(), [&](const auto& spec) { return spec.name == name; });
  if (it == parameters_.end()) return std::nullopt;
  return static_cast<std::size_t>(it - parameters_.begin());
}

std::optional<std::size_t> Graph::classifier() const {
  for (const std::size_t loss : losses_) {
    const Node& node = nodes_[loss];
    if (layer(node).classifies() && nodes_[node.inputs[1]].signature.kind == Kind::ids) return loss;
  }
  return std::nullopt;
}

std::size_t Graph::parameter_count() const {
  std::size_t count = 0;
  for (const ParameterSpec& spec : parameters_) count += spec.trainable ? spec.rows * spec.columns : 0;
  return count;
}

std::vector<std::size_t> Graph::upstream(std::size_t node) const {
  std::vector<bool> needed(nodes_.size(), false);
  needed[node] = true;
  std::vector<std::size_t> order;
  for (std::size_t i = node + 1; i-- > 0;) {
    if (!needed[i]) continue;
    order.push_back(i);
    for (const std::size_t input : nodes_[i].inputs) needed[input] = true;
  }
  std::reverse(order.begin(), order.end());
  return order;
}

}  // namespace rowgrad
