// Which of a step's slots fall to which rank.
#pragma once

#include <algorithm>

#include "comm/communicator.hpp"

namespace rowgrad {

/// Of the `count` slots of a step: the last one of a pass may have fewer than the `slots` of a full one, and they fall
/// to the same ranks.
inline Share slots_of(std::size_t slots, std::size_t count, int rank, int ranks) {
  const Share share = share_of(slots, rank, ranks);
  return {std::min(share.first, count), std::min(share.last, count)};
}

/// By rank, how many of them fall to it, each of which counts for `each`.
inline std::vector<std::size_t> slot_counts(std::size_t slots, std::size_t count, const Communicator& communicator,
                                            std::size_t each = 1) {
  std::vector<std::size_t> counts;
  for (int r = 0; r < communicator.size(); ++r)
    counts.push_back(slots_of(slots, count, r, communicator.size()).count() * each);
  return counts;
}

}  // namespace rowgrad
