#include "graph/graph.hpp"

#include <algorithm>

#include "graph/layer.hpp"

namespace rowgrad {
namespace {

template <class List>
std::optional<std::size_t> index_of(const List& list, const std::string& name) {
  const auto it = std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.name == name; });
  if (it == list.end()) return std::nullopt;
  return static_cast<std::size_t>(it - list.begin());
}

}  // namespace

Graph::Graph(Inputs inputs, std::vector<Node> nodes, std::vector<ParameterSpec> parameters,
             std::vector<std::size_t> losses)
    : inputs_(std::move(inputs)),
      nodes_(std::move(nodes)),
      parameters_(std::move(parameters)),
      losses_(std::move(losses)) {}

std::optional<std::size_t> Graph::find(const std::string& name) const { return index_of(nodes_, name); }

std::optional<std::size_t> Graph::find_parameter(const std::string& name) const { return index_of(parameters_, name); }

bool Graph::reads(std::size_t node) const {
  return std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& reader) {
    return std::find(reader.inputs.begin(), reader.inputs.end(), node) != reader.inputs.end();
  });
}

std::vector<bool> Graph::inputs_read() const {
  std::vector<bool> read(input_count());
  for (std::size_t i = 0; i < read.size(); ++i) read[i] = reads(i);
  return read;
}

std::optional<std::size_t> Graph::decider() const {
  for (const std::size_t loss : losses_) {
    const Node& node = nodes_[loss];
    if (node.layer->decides() && node.inputs.size() == 2 && nodes_[node.inputs[0]].type.width == 1) return loss;
  }
  return std::nullopt;
}

std::optional<std::size_t> Graph::table_of(IdsInput input) const {
  for (std::size_t i = input_count(); i < nodes_.size(); ++i) {
    for (std::size_t p = 0; p < nodes_[i].parameters.size(); ++p) {
      if (nodes_[i].parameters[p] == Node::none) continue;
      const auto read = nodes_[i].layer->rows_read({p, ""});
      if (read.size() == 1 && nodes_[i].inputs[read[0].index] == input.index) return nodes_[i].parameters[p];
    }
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
