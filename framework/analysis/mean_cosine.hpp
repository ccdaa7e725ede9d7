// Mean cosine: how near a word is to all the others, on average.
#pragma once

#include <vector>

#include "analysis/word_vectors.hpp"

namespace rowgrad {

/// Every word with its mean cosine to all other words, the highest first; ties by id. One pass over the table: with
/// unit vectors e, Σ_j≠i e_i·e_j = e_i·Σ_j e_j − e_i·e_i. Throws an input Error for fewer than two words.
std::vector<Neighbour> rank_by_mean_cosine(const WordVectors& vectors);

}  // namespace rowgrad
