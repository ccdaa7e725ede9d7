// Intruder: the word of a list that is least similar to the others.
#pragma once

#include <span>
#include <vector>

#include "analysis/word_vectors.hpp"

namespace rowgrad {

/// Each word with its mean cosine to the others, the intruder (the lowest) first; ties in the order given. Throws an
/// input Error for fewer than three words or a repeated one: then no word stands out.
std::vector<Neighbour> rank_intruders(const WordVectors& vectors, std::span<const Id> words);

}  // namespace rowgrad
