// Traces and contrasts as JSON, for `rowgrad trace --json`.
#pragma once

#include "analysis/contrast.hpp"
#include "analysis/trace.hpp"

namespace rowgrad {

///   inputs      [{name, ids, names}]
///   forward     [{name, layer, inputs, domain, values}]: every layer's output, rows of numbers
///   classifier  {logits, labels, names, probabilities}: of the classification loss, if there is one
///   loss        {name: [nats per row]}
///   backward    [{name, gradient}]: ∂L/∂output, last layer first
///   parameters  [{name, shape, trainable, rows: [{row, name, gradient, before, after}]}]: rows a gradient reached
///   after       {loss, probabilities}: the same example after the update
Json to_json(const Trace& trace);

/// {token, layers: [{name, cosine, first, second}]}.
Json to_json(const Contrast& contrast);

}  // namespace rowgrad
