// Trace: one example through a model and back, every number of it.
#pragma once

#include "train/experiment.hpp"

namespace rowgrad {

/// Runs one batch forward, backward (the loss's own gradient is 1 per row, nothing random) and through one step of a
/// fresh optimizer of the run's rule at learning rate `lr`, which changes `parameters`. Returns
///   inputs      [{name, ids, names}]
///   forward     [{name, layer, inputs, domain, values}]: every layer's output, rows of numbers
///   classifier  {logits, labels, names, probabilities}: of the classification loss, if there is one
///   loss        {name: [nats per row]}
///   backward    [{name, gradient}]: dL/d output, last layer first
///   parameters  [{name, shape, rows: [{row, name, gradient, before, after}]}]: the rows a gradient reached
///   after       {loss, probabilities}: the same example after the update
Json trace(const Experiment& experiment, Parameters<float>& parameters, const Batch& batch, double lr);

/// What becomes of one token in two contexts: per layer whose rows are tokens, the two rows and their cosine. The token
/// is looked up by `id` in the task's first input; its first occurrence counts. Throws Error if a batch lacks it.
Json contrast(const Experiment& experiment, Parameters<float>& parameters, const Batch& a, const Batch& b, Id id);

}  // namespace rowgrad
