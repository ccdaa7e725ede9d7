// GradientTimesInput: how much each looked-up row of an example speaks for a score s: Σ_j x_j · ∂s/∂x_j, "gradient ×
// input" (Shrikumar et al. 2017, "Learning Important Features Through Propagating Activation Differences", which
// compares it with its own method). Where s is linear in the rows, as over a bag of words, the sum over all rows is s
// less what it is without any row; elsewhere it holds near the example only.
#pragma once

#include <vector>

#include "graph/execute.hpp"

namespace rowgrad {

/// Not thread-safe: it owns a tape. Rows that are frozen have weights as well.
class GradientTimesInput {
 public:
  /// The rows that are looked up by `ids`, and scores that `node` puts out. All arguments must outlive this. Throws an
  /// input Error if no layer on the way to the node looks such rows up.
  GradientTimesInput(const Graph& graph, Parameters<float>& parameters, IdsInput ids, std::size_t node);

  /// Runs an example forward, with nothing random. Returns what the node puts out, valid until the next call.
  const Matrix<float>& forward(const Batch& batch);
  /// By row of the ids, its weight for s = Σ direction ∘ scores, `direction` having the shape of the node's output.
  /// REQUIRES: forward with the same batch.
  std::vector<double> weights(const Batch& batch, const Matrix<float>& direction);

 private:
  Pass<float> pass(const Batch& batch) { return {nodes_, batch, parameters_, tape_, mode_}; }
  void add_weights(const Batch& batch, std::size_t lookup, std::vector<double>& weights) const;

  const Graph& graph_;
  Parameters<float>& parameters_;
  IdsInput ids_;
  std::size_t node_;
  std::vector<std::size_t> plan_;     // what the node is computed from, in order
  std::vector<std::size_t> lookups_;  // nodes
  std::vector<Node> nodes_;  // the graph's, but only what lies between the lookups and the node needs a gradient
  const Mode mode_;
  Tape<float> tape_;
  Gradients<float> gradients_;  // of parameters; nobody reads them
};

}  // namespace rowgrad
