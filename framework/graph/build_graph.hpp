// build_graph(): a model and the inputs of a dataset become a graph, checked and sorted.
#pragma once

#include "config/types.hpp"
#include "graph/graph.hpp"
#include "graph/model_spec.hpp"

namespace rowgrad {

/// What nobody needs to read: only losses, as training wants it, or anything, to look at a layer by itself.
enum class Leaves { losses, any };

/// `sizes` are the config's own, on top of those the data defines. Throws Error with the JSON pointer of the offending
/// layer: unknown names, cycles, row spaces or shapes that do not fit, a result that nobody reads.
Graph build_graph(const ModelSpec& model, const Sizes& sizes, const Inputs& inputs, Leaves leaves = Leaves::losses);

}  // namespace rowgrad
