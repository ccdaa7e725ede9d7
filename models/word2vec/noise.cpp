#include "models/word2vec/noise.hpp"

#include <algorithm>

#include "models/word2vec/sampling.hpp"

namespace rowgrad {

NoiseProfile profile_noise(const Vocabulary& vocabulary, double exponent, std::size_t draws, const Random& random,
                           std::span<const Id> words) {
  Word2vecOptions options;
  options.noise_exponent = exponent;
  const AliasTable noise = WindowSampling(options, vocabulary.counts()).noise;
  std::vector<std::size_t> drawn(noise.size());
  for (std::size_t i = 0; i < draws; ++i) ++drawn[noise.sample(random.bits(i))];

  // Of the words from `first` to `last`.
  const auto share = [&](std::size_t first, std::size_t last) {
    NoiseShare sum;
    for (std::size_t id = first; id < last; ++id) {
      sum.expected += noise.probability(static_cast<Id>(id));
      sum.drawn += static_cast<double>(drawn[id]) / static_cast<double>(draws);
    }
    return sum;
  };
  const std::size_t v = noise.size();
  NoiseProfile profile{exponent, share(0, 1), share(0, std::min<std::size_t>(10, v)), share(v - v / 2, v), {}};
  for (const Id id : words) profile.words.push_back(share(id, id + std::size_t{1}));
  return profile;
}

}  // namespace rowgrad
