#include "analysis/learning_signal.hpp"

#include <cmath>
#include <numeric>

namespace rowgrad {
namespace {

Matrix<double> transposed(const Matrix<double>& m) {
  auto result = zeros<double>(columns(m), rows(m));
  for (std::size_t i = 0; i < rows(m); ++i) {
    for (std::size_t j = 0; j < columns(m); ++j) result(j, i) = m(i, j);
  }
  return result;
}

}  // namespace

std::vector<double> LearningSignal::row_sums() const {
  std::vector<double> sums;
  for (std::size_t k = 0; k < rows(jacobian); ++k)
    sums.push_back(std::accumulate(row(jacobian, k), row(jacobian, k) + columns(jacobian), 0.0));
  return sums;
}

double LearningSignal::largest_difference() const {
  double largest = 0.0;
  for (std::size_t k = 0; k < gap.size(); ++k) {
    const double difference = std::abs(product[k] - gap[k]);
    if (!(difference <= largest)) largest = difference;
    if (std::isnan(largest)) break;
  }
  return largest;
}

LearningSignal learning_signal(const ScoredRow& row) {
  ScoreGraph collapsed(row, ScoreGraph::Form::collapsed), factored(row, ScoreGraph::Form::factored);
  ScoreGraph cross_entropy({row.scores, row.target, ScoreLoss::cross_entropy}, ScoreGraph::Form::collapsed);
  for (ScoreGraph* graph : {&collapsed, &factored, &cross_entropy}) graph->run();
  LearningSignal found;
  found.probabilities = collapsed.value("p");
  found.loss = collapsed.loss();
  found.loss_slope = factored.gradient("p");
  found.product = factored.gradient("scores");
  found.signal = collapsed.gradient("scores");
  found.gap = cross_entropy.gradient("scores");
  // Of this graph, in which no loss reads p: a unit vector is all that its Softmax receives.
  found.jacobian = transposed(cross_entropy.softmax_backward());
  return found;
}

std::vector<SignalPoint> signal_curve(ScoreLoss loss, std::span<const double> probabilities) {
  std::vector<SignalPoint> points;
  for (const double p : probabilities) {
    const LearningSignal found = learning_signal({{std::log(p) - std::log1p(-p), 0.0}, {1.0, 0.0}, loss});
    points.push_back(
        {found.probabilities[0], found.jacobian(0, 0), found.loss_slope[0], found.product[0], found.gap[0]});
  }
  return points;
}

}  // namespace rowgrad
