// Evaluation: loss and accuracy over a whole split, with nothing random and nothing kept for backward.
#pragma once

#include "data/dataset.hpp"
#include "graph/execute.hpp"
#include "metrics/metrics.hpp"

namespace rowgrad {

/// `random` is for what a dataset draws even in evaluation, such as negatives. Runs on all threads; the same bits on
/// any number of them.
Metrics evaluate(const Graph& graph, Parameters<float>& parameters, const Dataset& dataset, Split split,
                 const Random& random);

}  // namespace rowgrad
