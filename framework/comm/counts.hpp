// Counts by rank: how much of something each rank has.
#pragma once

#include <numeric>

#include "comm/communicator.hpp"

namespace rowgrad {

inline std::size_t sum_of(Communicator::Counts counts) {
  return std::accumulate(counts.begin(), counts.end(), std::size_t{0});
}

/// By rank, its share of n things, each of which counts for `each`.
inline std::vector<std::size_t> share_counts(std::size_t n, const Communicator& communicator, std::size_t each = 1) {
  std::vector<std::size_t> counts;
  for (int r = 0; r < communicator.size(); ++r) counts.push_back(share_of(n, r, communicator.size()).count() * each);
  return counts;
}

/// Each number becomes its sum over the ranks, all of which have as many. Collective.
inline std::vector<std::size_t> summed_over_ranks(const std::vector<std::size_t>& mine, Communicator& communicator) {
  const std::vector<std::size_t> counts(static_cast<std::size_t>(communicator.size()), mine.size());
  std::vector<std::size_t> all(sum_of(counts)), sums(mine.size(), 0);
  communicator.gather(Communicator::Counts(mine), std::span<std::size_t>(all), counts);
  for (std::size_t i = 0; i < all.size(); ++i) sums[i % sums.size()] += all[i];
  return sums;
}

}  // namespace rowgrad
