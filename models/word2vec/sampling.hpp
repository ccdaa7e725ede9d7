// WindowSampling: what the sampling of windows depends on, shared by every source and by the fused steps.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/alias.hpp"
#include "models/word2vec/options.hpp"

namespace rowgrad {

struct WindowSampling {
  /// `counts` are by id.
  WindowSampling(const Word2vecOptions& options, std::span<const std::uint64_t> counts);

  /// The same with no word thinned out and each window as wide as can be.
  WindowSampling whole() const;

  bool pairs;
  std::size_t window, negatives;
  bool dynamic_window;
  double noise_exponent;
  AliasTable noise;                      // over the vocabulary, ∝ count^noise_exponent
  std::vector<double> keep_probability;  // that an occurrence survives subsampling, by id
};

}  // namespace rowgrad
