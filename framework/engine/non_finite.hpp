// Where numbers ceased to be finite. Asked once they have, and before a checkpoint replaces the one before; training
// itself watches the loss alone.
#pragma once

#include <string>

#include "graph/graph.hpp"
#include "run/run_state.hpp"

namespace rowgrad {

/// The first layer, in the order of a forward pass, whose output on `tape` is not finite, as a phrase for a message:
/// `first in layer "logits" (Linear)`, with its parameter that is not finite either, if there is one. Empty if all are
/// finite.
std::string first_non_finite_layer(const Graph& graph, const Parameters<float>& parameters, const Tape<float>& tape);

/// The first parameter that is not finite, or whose optimizer state is not: `"embed.weight" is not finite in row 3`.
/// Empty if all are finite. Reads everything once, on all threads.
std::string first_non_finite_parameter(const RunState& state);

}  // namespace rowgrad
