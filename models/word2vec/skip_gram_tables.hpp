// The two tables of skip-gram with negative sampling: u, whose rows are the word vectors, and v, whose rows score them.
#pragma once

#include <string>

#include "graph/graph.hpp"
#include "models/word2vec/inputs.hpp"

namespace rowgrad {

struct SkipGramTables {
  std::size_t u = 0, v = 0;  // parameters
};

/// Throws an input Error that names `run` unless one layer reads a lookup of the input side and one of the target side
/// together, and the graph reads negatives.
SkipGramTables skip_gram_tables(const Graph& graph, const Word2vecInputs& in, const std::string& run);

}  // namespace rowgrad
