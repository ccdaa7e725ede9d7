// ScalarFunction: a graph as one scalar function, Σ cotangent · output over its leaves, and its numeric derivatives.
#pragma once

#include <functional>

#include "verify/graph_runner.hpp"

namespace rowgrad {

/// Standard normal values times `scale`.
Matrix<double> random_matrix(std::size_t rows, std::size_t columns, double scale, const Random& random);

/// The cotangents are random, because a symmetric one masks bugs. Runs `runner` forward; it must outlive this.
class ScalarFunction {
 public:
  ScalarFunction(GraphRunner<double>& runner, const Graph& graph, const Random& random, double step);

  /// Sets the leaves' gradients to the cotangents.
  void start_backward();

  struct Derivative {
    double central;
    bool kink;  // the left and the right derivative differ
  };
  /// The derivative at 0 of the function of h for which move(h) puts an input or parameter in place.
  Derivative differentiate(const std::function<void(double)>& move);

 private:
  using Values = std::vector<Matrix<double>>;
  struct Leaf {
    std::size_t node;
    Matrix<double> cotangent;
  };

  Values values();
  double weighted_difference(const Values& a, const Values& b) const;

  GraphRunner<double>& runner_;
  double step_;
  std::vector<Leaf> leaves_;
  Values base_;
};

}  // namespace rowgrad
