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
///   parameters  [{name, shape, trainable, rows: [{row, name, gradient, before}]}]: rows a gradient reached
///   updates     [{optimizer, lr, parameters: [{name, rows_moved, after}], loss, probabilities}]: each from the same
///               start; `after` has the rows above, rows_moved counts all that changed; the same example afterwards
/// Of a text without a label there is what comes before the loss.
Json to_json(const Trace& trace);

/// {token, layers: [{name, cosine, first, second}]}.
Json to_json(const Contrast& contrast);

}  // namespace rowgrad
