#include "analysis/gradient_times_input.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "graph/layer.hpp"

namespace rowgrad {

GradientTimesInput::GradientTimesInput(const Graph& graph, Parameters<float>& parameters, IdsInput ids,
                                       std::size_t node)
    : graph_(graph),
      parameters_(parameters),
      ids_(ids),
      node_(node),
      plan_(graph.upstream(node)),
      nodes_(graph.nodes()),
      tape_(make_lean_tape<float>(graph)),
      gradients_(make_gradients<float>(graph)) {
  for (Node& n : nodes_) n.needs_gradient = false;
  for (const std::size_t i : plan_) {
    Node& n = nodes_[i];
    if (n.layer == nullptr) continue;
    if (n.layer->looks_up() && n.inputs[0] == ids.index) {
      lookups_.push_back(i);
      n.layer = nullptr;  // backward ends here, as at an input
      n.needs_gradient = true;
    }
    for (const std::size_t input : n.inputs) n.needs_gradient |= nodes_[input].needs_gradient;
  }
  if (lookups_.empty())
    throw input_error("the model", "looks up no rows by \"" + graph.node(ids.index).name + "\"", "name another run");
}

const Matrix<float>& GradientTimesInput::forward(const Batch& batch) {
  rowgrad::forward(graph_, plan_, batch, parameters_, tape_, mode_);
  return tape_.nodes[node_].output;
}

std::vector<double> GradientTimesInput::weights(const Batch& batch, const Matrix<float>& direction) {
  clear_value_gradients(pass(batch));
  tape_.nodes[node_].gradient = direction;
  backward_layers(pass(batch), gradients_);
  for (Gradient<float>& gradient : gradients_) gradient.clear();
  std::vector<double> weights(batch.ids[ids_.index].size(), 0.0);
  for (const std::size_t lookup : lookups_) add_weights(batch, lookup, weights);
  return weights;
}

void GradientTimesInput::add_weights(const Batch& batch, std::size_t lookup, std::vector<double>& weights) const {
  const Node& node = nodes_[lookup];
  const auto& [output, gradient, saved, in_place] = tape_.nodes[lookup];
  const Matrix<float>& table = parameters_[node.parameters[0]].value;
  const auto add = [&](std::size_t i, const float* g) {
    const float* x = row(table, batch.ids[ids_.index][i]);
    for (std::size_t j = 0; j < columns(table); ++j)
      weights[i] += static_cast<double>(x[j]) * static_cast<double>(g[j]);
  };
  if (!in_place) {
    for (std::size_t i = 0; i < weights.size(); ++i) add(i, row(gradient, i));
    return;
  }
  const RowSpace& space = *node.type.space;  // all rows of a segment share a gradient
  for (std::size_t s = 0; s < rows(gradient); ++s) {
    const auto [first, last] = batch.segment(space, s);
    for (std::size_t i = first; i < last; ++i) add(i, row(gradient, s));
  }
}

}  // namespace rowgrad
