// How many ranks share this rank's machine, and so its memory.
#pragma once

#include <algorithm>

#include "comm/communicator.hpp"

namespace rowgrad {

/// At least 1: this rank itself. Collective.
inline std::size_t ranks_here(Communicator& ranks) {
  const auto hosts = ranks.gather(std::span<const char>(ranks.host()));
  const auto& mine = hosts[static_cast<std::size_t>(ranks.rank())];
  return static_cast<std::size_t>(std::ranges::count(hosts, mine));
}

}  // namespace rowgrad
