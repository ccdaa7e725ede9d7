// What the rows and columns of parameters stand for: tokens, labels, or nothing that has a name. It follows from the
// graph, so that a parameter can be moved between runs that number the same tokens or labels differently.
#pragma once

#include <string>
#include <vector>

#include "session/experiment.hpp"

namespace rowgrad {

enum class Meaning {
  none,    // a component of a vector
  tokens,  // by id; what follows the vocabulary, such as hashed n-grams, has no name
  labels,  // by id
  ids,     // of something that the data numbers by itself, such as the nodes of a Huffman tree
};

struct ParameterMeaning {
  Meaning rows = Meaning::none, columns = Meaning::none;
};

struct Meanings {
  std::vector<ParameterMeaning> parameters;  // by parameter
  /// Layers whose result depends on how these are numbered, in a way that is not known; empty if there are none.
  std::string unclear_tokens = {}, unclear_labels = {};
};

/// What the ids that a node puts out stand for.
Meaning meaning_of_ids(const Graph& graph, const Dataset& dataset, std::size_t node);

/// A table's rows are the ids by which a layer looks them up. The logits' columns are classes, and so are the rows of
/// the Linear that makes them, its bias's columns, and the columns of what is added, summed or normalised into them.
Meanings meanings(const Experiment& experiment);

}  // namespace rowgrad
