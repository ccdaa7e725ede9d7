#include "models/word2vec/sampling.hpp"

#include <cmath>
#include <numeric>

namespace rowgrad {

WindowSampling::WindowSampling(const Word2vecOptions& options, std::span<const std::uint64_t> counts)
    : pairs(options.pairs()),
      window(options.window),
      negatives(options.negatives),
      dynamic_window(options.dynamic_window),
      noise_exponent(options.noise_exponent) {
  std::vector<double> weights;
  const auto total = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
  for (const std::uint64_t count : counts) {
    weights.push_back(std::pow(static_cast<double>(count), noise_exponent));
    // word2vec.c's rule, slightly milder than the paper's 1 − √(t/f): keep with probability √(t/f) + t/f.
    const double ratio = options.subsample * total / static_cast<double>(count);
    keep_probability.push_back(options.subsample == 0.0 ? 1.0 : std::sqrt(ratio) + ratio);
  }
  noise = AliasTable(weights);
}

WindowSampling WindowSampling::whole() const {
  WindowSampling whole = *this;
  whole.dynamic_window = false;
  whole.keep_probability.assign(keep_probability.size(), 1.0);
  return whole;
}

}  // namespace rowgrad
