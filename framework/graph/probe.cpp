#include "graph/probe.hpp"

#include <algorithm>
#include <limits>

namespace rowgrad {

template <class T>
Probe<T>::Probe(const Graph& graph, const Batch& batch, Parameters<T> start, const Mode& mode)
    : parameters(std::move(start)),
      gradients(make_gradients<T>(graph)),
      graph_(graph),
      batch_(batch),
      mode_(mode),
      nodes_(graph.nodes()),
      tape_(make_tape<T>(graph)) {
  for (std::size_t i = 0; i < graph.input_count(); ++i) {
    if (nodes_[i].signature.kind != Kind::rows) continue;
    tape_.nodes[i].output = batch.values[i];
    nodes_[i].differentiable = true;
  }
  spread_wants();
  for (const Parameter<T>& p : parameters) buffers_.push_back(p.spec.trainable ? Matrix<T>() : p.value);
}

template <class T>
void Probe<T>::spread_wants() {
  for (std::size_t i = graph_.input_count(); i < nodes_.size(); ++i) {
    nodes_[i].differentiable = false;
    for (const std::size_t p : nodes_[i].parameters) nodes_[i].differentiable |= graph_.parameters()[p].trainable;
    for (const std::size_t input : nodes_[i].inputs) nodes_[i].differentiable |= nodes_[input].differentiable;
  }
}

template <class T>
void Probe<T>::want(std::size_t input, bool wanted) {
  nodes_[input].differentiable = wanted;
  spread_wants();
}

template <class T>
bool Probe<T>::is_read(std::size_t node) const {
  return std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& other) {
    return std::find(other.inputs.begin(), other.inputs.end(), node) != other.inputs.end();
  });
}

template <class T>
void Probe<T>::forward() {
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    if (!parameters[p].spec.trainable) parameters[p].value = buffers_[p];
  }
  for (std::size_t i = graph_.input_count(); i < nodes_.size(); ++i) {
    auto& entry = tape_.nodes[i];
    resize(entry.output, batch_.rows(*nodes_[i].signature.domain), nodes_[i].signature.width);
    entry.output.fill(std::numeric_limits<T>::quiet_NaN());
    for (auto& kept : entry.kept) kept.fill(std::numeric_limits<T>::quiet_NaN());
    Forward<T> context(nodes_, i, batch_, parameters, tape_, mode_);
    graph_.layer(nodes_[i]).forward(context);
  }
}

template <class T>
void Probe<T>::clear() {
  for (auto& entry : tape_.nodes) {
    if (entry.output.size() == 0) continue;
    resize(entry.gradient, rows(entry.output), columns(entry.output));
    entry.gradient.fill(T(0));
  }
  for (auto& gradient : gradients) gradient.clear();
}

template <class T>
void Probe<T>::backward() {
  for (std::size_t i = nodes_.size(); i-- > graph_.input_count();) {
    if (!nodes_[i].differentiable) continue;
    Backward<T> context(nodes_, i, batch_, parameters, tape_, gradients, mode_);
    graph_.layer(nodes_[i]).backward(context);
  }
}

template class Probe<float>;
template class Probe<double>;

}  // namespace rowgrad
