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

}  // namespace rowgrad
