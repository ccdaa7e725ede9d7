// Pretrained: rows of a parameter that start from a file of word vectors, `"init": {"file": …}`.
#pragma once

#include <vector>

#include "io/word_table.hpp"
#include "train/experiment.hpp"

namespace rowgrad {

/// The vectors of one parameter, by token of the task's vocabulary.
struct Pretrained {
  std::size_t parameter;
  WordTable table;
};

/// Reads the files that the graph's parameters name. Throws an input Error if one does not fit: no such file, another
/// width, rows that are not tokens, or no token found.
std::vector<Pretrained> read_pretrained(const Experiment& experiment);

/// Copies each token's vector into its row and says how many were found; the other rows stay as they are.
void apply(const std::vector<Pretrained>& pretrained, const Vocabulary& vocabulary, Parameters<float>& parameters);

}  // namespace rowgrad
