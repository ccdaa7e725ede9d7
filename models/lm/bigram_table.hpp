// BigramTable: what follows each symbol, as the training data counts it and as a trained language model says.
#pragma once

#include <string>
#include <vector>

#include "graph/execute.hpp"
#include "models/lm/dataset.hpp"

namespace rowgrad {

struct BigramTable {
  /// More are refused: a picture has a square for each pair of symbols.
  static constexpr std::size_t most_symbols = 200;

  std::vector<std::string> symbols;  // by id; the first is the boundary
  Matrix<double> counts;             // (V x V): how often symbol j followed symbol i in the training items, framed
  Matrix<double> counted;            // (V x V): counts by their row's sum; a row of zeros if symbol i never occurred
  Matrix<double> model;              // (V x V): the model's probabilities of what follows an item's start and symbol i
  double largest_difference = 0.0;   // |counted − model|, over the symbols that occurred
};

/// `dataset` has the training items; the model is asked what follows the boundary, and what follows the boundary and
/// each symbol: for a bigram model, which sees one symbol, the probabilities after that symbol wherever it stands.
/// Throws an input Error if there are too many symbols, or if the model predicts none.
BigramTable bigram_table(const Graph& graph, Parameters<float>& parameters, const LmDataset& dataset);

}  // namespace rowgrad
