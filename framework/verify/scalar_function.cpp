#include "verify/scalar_function.hpp"

#include <cmath>

namespace rowgrad {

Matrix<double> random_matrix(std::size_t rows, std::size_t columns, double scale, const Random& random) {
  Matrix<double> m;
  resize(m, rows, columns);
  for (std::size_t i = 0; i < m.size(); ++i) m.data()[i] = scale * random.normal(i);
  return m;
}

ScalarFunction::ScalarFunction(GraphRunner<double>& runner, const Graph& graph, const Random& random, double step)
    : runner_(runner), step_(step) {
  runner_.forward();
  for (std::size_t i = graph.input_count(); i < graph.nodes().size(); ++i) {
    if (graph.reads(i)) continue;
    const Matrix<double>& output = runner_.value(i);
    leaves_.push_back({i, random_matrix(rows(output), columns(output), 1.0, random.stream(i))});
  }
  base_ = values();
}

void ScalarFunction::start_backward() {
  for (const Leaf& leaf : leaves_) runner_.gradient(leaf.node) = leaf.cotangent;
}

ScalarFunction::Values ScalarFunction::values() {
  Values values;
  for (const Leaf& leaf : leaves_) values.push_back(runner_.value(leaf.node));
  return values;
}

// Σ cotangent · (a − b): rows that did not change cancel exactly.
double ScalarFunction::weighted_difference(const Values& a, const Values& b) const {
  double sum = 0.0;
  for (std::size_t l = 0; l < a.size(); ++l) {
    for (std::size_t i = 0; i < a[l].size(); ++i)
      sum += leaves_[l].cotangent.data()[i] * (a[l].data()[i] - b[l].data()[i]);
  }
  return sum;
}

ScalarFunction::Derivative ScalarFunction::differentiate(const std::function<void(double)>& move) {
  move(step_);
  runner_.forward();
  const auto right = values();
  move(-step_);
  runner_.forward();
  const auto left = values();
  move(0.0);
  const double central = weighted_difference(right, left) / (2.0 * step_);
  const double bend = (weighted_difference(right, base_) - weighted_difference(base_, left)) / step_;
  return {central, std::abs(bend) > 1e-3 * std::max(1.0, std::abs(central))};
}

}  // namespace rowgrad
