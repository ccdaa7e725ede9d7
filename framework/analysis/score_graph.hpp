// ScoreGraph: one row of scores, what its softmax is to be, and a loss, as a graph of the framework's layers in double:
// to see every factor of the gradient that a softmax's scores receive, and to descend on the scores alone.
#pragma once

#include <string>
#include <vector>

#include "data/inputs.hpp"
#include "graph/graph.hpp"
#include "verify/graph_runner.hpp"

namespace rowgrad {

/// How the probabilities are compared with the target: −Σ q log p, or ½ Σ (p − q)².
enum class ScoreLoss { cross_entropy, squared_error };

struct ScoredRow {
  std::vector<double> scores;  // at least two
  std::vector<double> target;  // q, as many: not negative, their sum 1
  ScoreLoss loss = ScoreLoss::cross_entropy;

  static constexpr std::size_t most_scores = 100;
  static constexpr double largest = 1e6;  // of a score, either way
  /// Throws an input Error that names "scores" or "target".
  void check() const;
};

/// A target that is 1 at the label and 0 elsewhere. Throws an input Error that names "label" if there is no such class.
std::vector<double> one_hot(std::size_t classes, std::size_t label);

/// Nodes: "scores", an Embedding of one row; "target", another that is frozen; "p", the Softmax of the scores; "loss".
/// Not copyable: the runner refers to the graph and the batch.
class ScoreGraph {
 public:
  /// How the loss is computed: as one trains by it, which for cross-entropy is SoftmaxCE of the scores; or in the two
  /// factors of the chain rule, which is a loss of p.
  enum class Form { collapsed, factored };

  /// Throws as ScoredRow::check() does.
  ScoreGraph(const ScoredRow& row, Form form);
  ScoreGraph(const ScoreGraph&) = delete;
  ScoreGraph& operator=(const ScoreGraph&) = delete;

  /// Forward and backward from ∂L/∂L = 1.
  void run();
  /// The loss, after run().
  double loss();
  /// What the node puts out, as a copy.
  std::vector<double> value(const std::string& node);
  /// ∂L/∂(what the node puts out).
  std::vector<double> gradient(const std::string& node);
  /// ∂p_j/∂s_k by k in row j: what the Softmax's backward makes of each unit vector in turn. REQUIRES: run().
  Matrix<double> softmax_backward();

  const Graph& graph() const { return graph_; }
  Parameters<double>& parameters() { return runner_.parameters; }
  Gradients<double>& gradients() { return runner_.gradients; }

 private:
  Inputs inputs_;
  Batch batch_;
  Graph graph_;
  GraphRunner<double> runner_;
};

}  // namespace rowgrad
