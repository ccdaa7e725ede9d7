// NameSimilarity: two words compared by their one-hot vectors, which only tell them apart, and by their learned rows.
#pragma once

#include <vector>

#include "analysis/word_vectors.hpp"

namespace rowgrad {

struct NameSimilarity {
  Id first = 0, second = 0;
  double one_hot_dot = 0.0, one_hot_cosine = 0.0;  // of vectors as long as the vocabulary
  double row_cosine = 0.0;                         // of the table's rows
};

/// Every pair of the words, in order.
std::vector<NameSimilarity> name_similarities(const WordVectors& vectors, const std::vector<Id>& words);

}  // namespace rowgrad
