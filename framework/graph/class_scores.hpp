// ClassScores: where a graph scores the labels of its data: the logits of a softmax, or the one logit of a yes or no.
// Whether the softmax is in the loss (SoftmaxCE) or a layer whose rows a loss compares with the label (Softmax, then
// SquaredError) makes no difference: the logits are what it reads.
#pragma once

#include "graph/graph.hpp"

namespace rowgrad {

struct ClassScores {
  std::size_t loss = 0, logits = 0, label = 0;  // nodes
  std::size_t classes = 0;
  bool single = false;  // one logit s of class 1 against class 0: a softmax over the logits 0 and s

  /// The scores in a graph whose labels are named, or without a name if `named` is false: only a softmax's then,
  /// because a yes or no without a name is a step of something else, such as a branch of a Huffman tree.
  static std::optional<ClassScores> find(const Graph& graph, bool named);
  /// Those that this loss compares with labels by a softmax, if it does.
  static std::optional<ClassScores> of_softmax(const Graph& graph, std::size_t loss);

  /// (rows x classes) logits for a softmax, from what the node `logits` put out; `two` is room for those of a single
  /// one.
  const Matrix<float>& of(const Matrix<float>& output, Matrix<float>& two) const;
};

}  // namespace rowgrad
