// What `rowgrad softmax` shows, for people and for programs. In JSON a number that is infinite or undefined is null.
#pragma once

#include "analysis/learning_signal.hpp"
#include "analysis/score_descent.hpp"
#include "config/types.hpp"

namespace rowgrad {

/// Class by class p, q and the gradients; the Jacobian with its row sums; how far the product is from p − q.
void print_story(const ScoredRow& row, const LearningSignal& found);
/// Step by step loss, p and ∂L/∂s, and whether the loss fell at every step.
void print_story(const ScoredRow& row, const ScoreDescent& found, double lr);
/// A line per probability of the true class.
void print_story(ScoreLoss loss, const std::vector<SignalPoint>& curve);

/// {scores, target, loss: {name, value}, probabilities, dloss_dp, jacobian, row_sums, product, signal, p_minus_q,
///  largest_difference, sum}: `jacobian` has a row per score and a column per probability.
Json to_json(const ScoredRow& row, const LearningSignal& found);
/// {lr, steps, falls, first_rise, largest_gap, way: [{step, loss, scores, probabilities, signal}]}.
Json to_json(const ScoreDescent& found, double lr);
/// [{p, dp_ds, dloss_dp, product, p_minus_1}].
Json to_json(const std::vector<SignalPoint>& curve);

}  // namespace rowgrad
