// LearningSignal: how a loss on a softmax becomes a push on every score: the factors of
// ∂L/∂s_k = Σ_j ∂L/∂p_j · ∂p_j/∂s_k and their product, each as the backward pass of the framework's layers gives it.
#pragma once

#include <span>

#include "analysis/score_graph.hpp"

namespace rowgrad {

/// For n scores. REQUIRES of who fills it in by hand: lists of n, and a Jacobian of n x n.
struct LearningSignal {
  std::vector<double> probabilities;  // p, of the Softmax
  double loss = 0.0;                  // in nats; of squared error ½ Σ (p − q)²
  std::vector<double> loss_slope;  // ∂L/∂p_j, by the backward of the loss on p; −∞ where p_j is 0 and q_j is not
  Matrix<double> jacobian;         // ∂p_j/∂s_k in row k and column j, by Softmax's backward
  std::vector<double> product;     // ∂L/∂s_k through both layers; NaN where a factor is infinite
  std::vector<double> signal;      // ∂L/∂s_k as one trains by it: for cross-entropy by SoftmaxCE's backward
  std::vector<double> gap;  // p − q: ∂L/∂s_k of cross-entropy, by SoftmaxCE's backward, whichever the loss is

  /// Σ_j ∂p_j/∂s_k by k.
  std::vector<double> row_sums() const;
  /// Of product and gap; NaN if some product is.
  double largest_difference() const;
};

/// Throws an input Error if the row does not check().
LearningSignal learning_signal(const ScoredRow& row);

/// The same for the true class alone, of two classes, by its probability.
struct SignalPoint {
  double p = 0.0;
  double softmax_slope = 0.0;  // ∂p/∂s
  double loss_slope = 0.0;     // ∂L/∂p
  double product = 0.0;        // ∂L/∂s through both layers
  double gap = 0.0;            // p − 1, by SoftmaxCE's backward
};

/// A point for every p, which must be above 0 and below 1.
std::vector<SignalPoint> signal_curve(ScoreLoss loss, std::span<const double> probabilities);

}  // namespace rowgrad
