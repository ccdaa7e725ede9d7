// What a noise distribution draws: how often the frequent words, the rare ones and single ones come up as negatives.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/random.hpp"
#include "data/vocabulary.hpp"

namespace rowgrad {

/// Parts of the draws, between 0 and 1.
struct NoiseShare {
  double expected = 0.0;  // the distribution's probability
  double drawn = 0.0;     // of the draws that were made
};

struct NoiseProfile {
  double exponent = 0.0;
  NoiseShare most_frequent;      // the first word
  NoiseShare ten_most_frequent;  // the first ten together, or all if there are fewer
  NoiseShare rarest_half;        // the last ⌊V/2⌋ words together
  std::vector<NoiseShare> words;
};

/// Draws `draws` noise words with the sampler that training uses, for noise ∝ count^exponent, and says what came of it,
/// also for each of `words`. Training draws again where a positive would be its own negative; that is not done here,
/// where there is no positive. REQUIRES: ids are ranks, some count is positive, `draws` > 0.
NoiseProfile profile_noise(const Vocabulary& vocabulary, double exponent, std::size_t draws, const Random& random,
                           std::span<const Id> words);

}  // namespace rowgrad
