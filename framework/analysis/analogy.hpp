// Analogies: "a is to b as c is to ?", one question or a file of them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analysis/word_vectors.hpp"

namespace rowgrad {

/// 3CosAdd maximises cos(d, b − a + c) over unit vectors (Mikolov, Yih & Zweig 2013); 3CosMul maximises
/// cos(d, b)·cos(d, c) / (cos(d, a) + 0.001), cosines shifted to [0, 1] (Levy & Goldberg 2014, CoNLL).
enum class AnalogyMethod { add, mul };

/// The `count` best answers; a, b and c themselves are excluded.
std::vector<Neighbour> analogy(const WordVectors& vectors, Id a, Id b, Id c, AnalogyMethod method, std::size_t count);

struct AnalogySection {
  std::string name;
  std::size_t found = 0;    // questions with four known words
  std::size_t missing = 0;  // questions with an unknown word, which are not counted as wrong
  std::size_t correct_add = 0;
  std::size_t correct_mul = 0;
};

/// Answers a file of questions: ": section" lines and lines of four words (word2vec's questions-words.txt). `limit` > 0
/// keeps to the first that many words, the most frequent ones in most files. Throws an input Error with file and line.
std::vector<AnalogySection> evaluate_analogies(const WordVectors& vectors, const std::filesystem::path& file,
                                               std::size_t limit = 0);

}  // namespace rowgrad
