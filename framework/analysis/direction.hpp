// Direction: what pairs such as king:queen and uncle:aunt have in common: the mean of their differences.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "analysis/word_vectors.hpp"

namespace rowgrad {

/// The mean cosine between the differences second − first of any two pairs.
struct Parallelism {
  double pairs = 0.0;
  /// The same for differences between the first word of one pair and the second word of another, averaged over all
  /// ways to shift the second words: what any such two words share. Only what `pairs` has above it is due to pairing.
  double swapped = 0.0;
};

struct Direction {
  std::vector<float> mean;      // of unit(second) − unit(first) over the pairs
  Parallelism full;             // in all dimensions
  Parallelism plane;            // projected on the first two principal components of all words
  Parallelism plane_of_pairs;   // projected on the first two principal components of the pairs' words
  double largest_column = 0.0;  // share of the mean's squared length in its largest single coordinate
};

/// Throws an input Error for fewer than two pairs: then there is nothing to be parallel.
Direction find_direction(const WordVectors& vectors, std::span<const std::pair<Id, Id>> pairs);

/// The `count` words nearest to unit(word) + direction, without the word itself.
std::vector<Neighbour> apply_direction(const WordVectors& vectors, const Direction& direction, Id word,
                                       std::size_t count);

}  // namespace rowgrad
