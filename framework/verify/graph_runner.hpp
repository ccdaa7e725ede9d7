// GraphRunner<T>: runs a graph on one batch, to look inside: every real-valued input gets a gradient, any value may be
// given one, and what a layer's forward does wrong is said in words.
#pragma once

#include "graph/execute.hpp"

namespace rowgrad {

template <class T>
class GraphRunner {
 public:
  /// `graph` and `batch` must outlive this. Gradients start at zero.
  GraphRunner(const Graph& graph, const Batch& batch, Parameters<T> start, const Mode& mode = {true, Random(1)});

  /// Runs every layer. Outputs and saved matrices start as NaN; buffers as they were given to the constructor, so that
  /// training mode computes the same every time.
  void forward();
  /// What the first layer that fails did wrong in the last forward() or backward(): an output of another shape than
  /// output() says, or matrices whose shapes do not fit each other, behind which no layer is run; an element that is
  /// not written or is NaN; a gradient of an input that is another matrix afterwards. Empty if nothing.
  const std::string& fault() const { return fault_; }
  /// Gradients of all values and parameters back to zero. REQUIRES: forward().
  void clear();
  /// Adds to the gradients of inputs and parameters, from the gradients of the outputs as they stand.
  void backward();
  /// Whether backward is to compute an input's gradient.
  void set_needs_gradient(std::size_t input, bool needs_it);

  std::size_t node(const std::string& name) const { return graph_.find(name).value(); }
  Matrix<T>& value(std::size_t node) { return tape_.nodes[node].output; }
  Matrix<T>& gradient(std::size_t node) { return tape_.nodes[node].gradient; }
  Matrix<T>& value(const std::string& name) { return value(node(name)); }
  Matrix<T>& gradient(const std::string& name) { return gradient(node(name)); }
  Gradient<T>& parameter_gradient(const std::string& name) { return gradients[graph_.find_parameter(name).value()]; }

  Parameters<T> parameters;
  Gradients<T> gradients;

 private:
  Pass<T> pass() { return {nodes_, batch_, parameters, tape_, mode_}; }
  void mark_downstream();
  void prepare(std::size_t node);
  std::string fault_of(std::size_t node) const;
  std::string gradient_fault() const;

  const Graph& graph_;
  const Batch& batch_;
  const Mode mode_;
  std::vector<Node> nodes_;  // the graph's, but for needs_gradient
  Tape<T> tape_;
  std::vector<Matrix<T>> buffers_;  // by parameter; empty for trainable ones
  std::string fault_;
};

}  // namespace rowgrad
