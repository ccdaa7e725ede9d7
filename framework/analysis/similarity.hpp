// Word similarity: how well cosines order word pairs that people have scored (WordSim-353, SimLex-999…).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analysis/word_vectors.hpp"

namespace rowgrad {

struct ScoredPair {
  std::string first, second;
  double score = 0.0;
};

/// Lines "word word score", separated by tabs, commas or blanks. Empty lines, lines that start with "#" and one heading
/// line are skipped. Throws an input Error with file and line.
std::vector<ScoredPair> read_scored_pairs(const std::filesystem::path& file);

struct SimilarityReport {
  double spearman = 0.0;
  double pearson = 0.0;
  std::size_t found = 0;
  std::size_t missing = 0;                 // pairs with a word that is not known
  std::vector<std::string> unknown_words;  // each once
};

/// Correlates cosines with scores over the pairs whose words are both known. Throws an input Error if fewer than two
/// are.
SimilarityReport evaluate_similarity(const WordVectors& vectors, const std::filesystem::path& file);

}  // namespace rowgrad
