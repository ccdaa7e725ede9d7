// Neighbours of many words at once: matrix products over blocks of words instead of one pass over the table for each.
#pragma once

#include <span>
#include <vector>

#include "analysis/word_vectors.hpp"

namespace rowgrad {

/// For each of `words` what WordVectors::nearest() gives for its vector, without the word itself: the same `count`
/// words in the same order with the same scores, to the bit. On all threads.
std::vector<std::vector<Neighbour>> nearest_to_each(const WordVectors& vectors, std::span<const Id> words,
                                                    std::size_t count);

}  // namespace rowgrad
