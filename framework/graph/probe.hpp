// Probe<T>: a graph run by hand on one batch, to look inside: real-valued inputs are differentiable, any value may be
// given a gradient, and what a layer fails to write shows as NaN.
#pragma once

#include "graph/execute.hpp"

namespace rowgrad {

template <class T>
class Probe {
 public:
  /// `graph` and `batch` must outlive the probe. Gradients start at zero.
  Probe(const Graph& graph, const Batch& batch, Parameters<T> start, const Mode& mode = {true, Random(1)});

  /// Runs every layer. Outputs and kept values start as NaN; buffers as they were when the probe was made, so that
  /// training mode computes the same every time.
  void forward();
  /// Gradients of all values and parameters back to zero. REQUIRES: forward().
  void clear();
  /// Adds to the gradients of inputs and parameters, from the gradients of the outputs as they stand.
  void backward();
  /// Whether backward should ask for an input's gradient.
  void want(std::size_t input, bool wanted);

  std::size_t node(const std::string& name) const { return *graph_.find(name); }
  Matrix<T>& value(std::size_t node) { return tape_.nodes[node].output; }
  Matrix<T>& gradient(std::size_t node) { return tape_.nodes[node].gradient; }
  Matrix<T>& value(const std::string& name) { return value(node(name)); }
  Matrix<T>& gradient(const std::string& name) { return gradient(node(name)); }
  Gradient<T>& parameter_gradient(const std::string& name) { return gradients[*graph_.find_parameter(name)]; }
  /// Whether some layer reads the node.
  bool is_read(std::size_t node) const;

  Parameters<T> parameters;
  Gradients<T> gradients;

 private:
  void spread_wants();

  const Graph& graph_;
  const Batch& batch_;
  const Mode mode_;
  std::vector<Node> nodes_;  // the graph's, with other inputs differentiable
  Tape<T> tape_;
  std::vector<Matrix<T>> buffers_;  // by parameter; empty for trainable ones
};

}  // namespace rowgrad
