// BagModel: a graph recognised as Embedding → Sum or Mean → Linear → SoftmaxCE over the words of a document.
#pragma once

#include <optional>
#include <string>

#include "graph/graph.hpp"

namespace rowgrad {

/// Which parameter is which, and the few things such a graph can be configured to do.
struct BagModel {
  std::size_t table = 0;            // (ids x d)
  std::size_t weight = 0;           // (classes x d)
  std::optional<std::size_t> bias;  // (1 x classes)
  bool mean = false;                // Mean instead of Sum
  bool weighted = false;            // the loss reads the input "weight"
  double smoothing = 0.0;           // label_smoothing
};

/// The model, or where the graph departs from it.
struct RecognisedBag {
  BagModel model;
  std::string mismatch;  // empty: it is one
};
RecognisedBag recognise_bag(const Graph& graph);

}  // namespace rowgrad
