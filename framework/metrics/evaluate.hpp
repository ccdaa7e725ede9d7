// Evaluation: loss and accuracy over a whole split, with nothing random and nothing kept for backward.
#pragma once

#include "comm/one_process.hpp"
#include "data/dataset.hpp"
#include "graph/execute.hpp"
#include "metrics/metrics.hpp"

namespace rowgrad {

/// `random` is for what a dataset draws even in evaluation, such as negatives. Runs on all threads; the same bits on
/// any number of them. The ranks of `communicator` share the split out, and all get the same: collective.
Metrics evaluate(const Graph& graph, Parameters<float>& parameters, const Dataset& dataset, Split split,
                 const Random& random, Communicator& communicator = one_process());

}  // namespace rowgrad
