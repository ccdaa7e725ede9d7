// Generation: items sampled from a language model, one symbol after the other.
#pragma once

#include "models/lm/task.hpp"

namespace rowgrad {

/// Samples one item: from the boundary until the model predicts the boundary again or `max_length` symbols are written.
/// The i-th symbol is drawn with the i-th number of `random`. Throws Error if the model has no logits.
std::vector<Id> generate(const Graph& graph, Parameters<float>& parameters, const LmTask& task, const Random& random,
                         std::size_t max_length);

}  // namespace rowgrad
