// Gradient check: is what backward() adds the derivative of what forward() computes?
//
// Central differences in double against a random cotangent (a symmetric one masks bugs), element by element:
//   - every row of a table, looked up or not, so that a missed row is caught;
//   - gradients start from random values, sparse ones and dense ones, so that overwriting is caught;
//   - outputs and saved matrices start as NaN, so that a row nobody writes is caught, and outputs keep their shape;
//   - where nobody needs the gradient of one input, those of all others must come out the same;
//   - layers that draw random numbers see the same ones in every pass, and buffers are put back after each.
// Where the left and the right derivative differ (ReLU at 0) there is nothing to compare: such elements are skipped.
#pragma once

#include "graph/execute.hpp"
#include "graph/layer.hpp"

namespace rowgrad {

struct GradcheckOptions {
  double step = 1e-5;
  double tolerance = 1e-6;
  std::size_t elements = 4096;  // of one matrix; of a larger one a sample, and one random direction through all of it
  Random random{1};
};

/// How well one input's or parameter's gradient agrees. The error is |analytic − numeric| relative to the larger of
/// the two, or to 1 % of the matrix's largest derivative where both are smaller than that.
struct GradientError {
  std::string name;  // "input x", "parameter embed.weight"; "forward" or "backward" if that fails already
  double error = 0.0;
  std::size_t row = 0, column = 0;  // where it is worst
  double analytic = 0.0, numeric = 0.0;
  std::size_t checked = 0, skipped = 0;  // elements
  std::string problem;                   // what is wrong, in words; empty if nothing is
};

/// Checks every trainable parameter and every real-valued input of a graph on one batch, with random weights.
std::vector<GradientError> check_gradients(const Graph& graph, const Batch& batch,
                                           const GradcheckOptions& options = {});

struct ExampleCheck {
  std::string example;
  std::vector<GradientError> errors;
};

/// Checks each of a layer's examples() on the layer fixture. REQUIRES: the registry has the layer.
std::vector<ExampleCheck> check_layer(const std::string& layer,
                                      const Registry<Layer>& registry = Registry<Layer>::instance());

}  // namespace rowgrad
