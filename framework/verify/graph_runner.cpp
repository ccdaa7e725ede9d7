#include "verify/graph_runner.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <limits>

#include "core/error.hpp"

namespace rowgrad {
namespace {

// NaN with a payload of its own, so that an element that forward leaves alone is told from one that it computes as NaN.
template <class T>
T unwritten() {
  if constexpr (sizeof(T) == sizeof(float)) return std::nanf("1729");
  return std::nan("1729");
}

template <class T>
bool is_unwritten(T x) {
  using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  return std::bit_cast<Bits>(x) == std::bit_cast<Bits>(unwritten<T>());
}

}  // namespace

template <class T>
GraphRunner<T>::GraphRunner(const Graph& graph, const Batch& batch, Parameters<T> start, const Mode& mode)
    : parameters(std::move(start)),
      gradients(make_gradients<T>(graph)),
      graph_(graph),
      batch_(batch),
      mode_(mode),
      nodes_(graph.nodes()),
      tape_(make_tape<T>(graph)) {
  for (std::size_t i = 0; i < graph.input_count(); ++i) {
    if (nodes_[i].type.kind != Kind::real) continue;
    tape_.nodes[i].output = batch.values[i];
    nodes_[i].needs_gradient = true;
  }
  mark_downstream();
  for (const Parameter<T>& p : parameters) buffers_.push_back(p.spec.trainable ? Matrix<T>() : p.value);
}

// A layer needs a gradient if it has a trained parameter, or if something that it reads does.
template <class T>
void GraphRunner<T>::mark_downstream() {
  for (std::size_t i = graph_.input_count(); i < nodes_.size(); ++i) {
    Node& node = nodes_[i];
    node.needs_gradient = false;
    for (const std::size_t p : node.parameters) {
      node.needs_gradient |= p != Node::none && graph_.parameters()[p].trainable;
    }
    for (const std::size_t input : node.inputs) node.needs_gradient |= nodes_[input].needs_gradient;
  }
}

template <class T>
void GraphRunner<T>::set_needs_gradient(std::size_t input, bool needs_it) {
  nodes_[input].needs_gradient = needs_it;
  mark_downstream();
}

template <class T>
void GraphRunner<T>::forward() {
  fault_.clear();
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    if (!parameters[p].spec.trainable) parameters[p].value = buffers_[p];
  }
  for (std::size_t i = graph_.input_count(); i < nodes_.size(); ++i) {
    prepare(i);
    const auto shape = tape_.nodes[i].output.shape();
    try {
      forward_layer(pass(), i);
    } catch (const Error& e) {
      fault_ = e.what();
      return;
    }
    if (fault_.empty()) fault_ = fault_of(i);
    if (tape_.nodes[i].output.shape() != shape) return;
  }
}

// Gives the output its shape, and everything that the layer is to write a value that shows if it does not.
template <class T>
void GraphRunner<T>::prepare(std::size_t i) {
  auto& entry = tape_.nodes[i];
  resize(entry.output, batch_.row_count(*nodes_[i].type.space), nodes_[i].type.width);
  entry.output.fill(unwritten<T>());
  for (auto& saved : entry.saved) saved.fill(std::numeric_limits<T>::quiet_NaN());
}

template <class T>
std::string GraphRunner<T>::fault_of(std::size_t i) const {
  const Matrix<T>& output = tape_.nodes[i].output;
  const std::size_t n = batch_.row_count(*nodes_[i].type.space), width = nodes_[i].type.width;
  if (rows(output) != n || columns(output) != width) {
    return fmt::format("forward of \"{}\" makes its output {} x {}, but by output() it is {} x {}", nodes_[i].name,
                       rows(output), columns(output), n, width);
  }
  for (std::size_t e = 0; e < output.size(); ++e) {
    const T x = output.data()[e];
    if (!std::isnan(x)) continue;
    return fmt::format("row {} of the output of \"{}\" is {} (column {})", e / width, nodes_[i].name,
                       is_unwritten(x) ? "never written" : "NaN", e % width);
  }
  return {};
}

template <class T>
void GraphRunner<T>::clear() {
  for (auto& entry : tape_.nodes) {
    if (entry.output.size() == 0) continue;
    resize(entry.gradient, rows(entry.output), columns(entry.output));
    entry.gradient.fill(T(0));
  }
  for (auto& gradient : gradients) gradient.clear();
}

template <class T>
void GraphRunner<T>::backward() {
  try {
    backward_layers(pass(), gradients);
    fault_ = gradient_fault();
  } catch (const Error& e) {
    fault_ = e.what();
  }
}

template <class T>
std::string GraphRunner<T>::gradient_fault() const {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const Matrix<T>&output = tape_.nodes[i].output, &gradient = tape_.nodes[i].gradient;
    if (output.size() == 0 || gradient.shape() == output.shape()) continue;
    return fmt::format("backward of a layer that reads \"{}\" makes its gradient {} x {}, but it is {} x {}",
                       nodes_[i].name, rows(gradient), columns(gradient), rows(output), columns(output));
  }
  return {};
}

template class GraphRunner<float>;
template class GraphRunner<double>;

}  // namespace rowgrad
