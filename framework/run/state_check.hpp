// Whether a RunState that was read from a file can be one that training has left.
#pragma once

#include <cstddef>
#include <limits>
#include <string>

#include "run/run_state.hpp"

namespace rowgrad {

/// What the config and the graph say of it.
struct StateLimits {
  bool sharded = false;  // whether the engine cuts passes into shards, whose steps have no order
  std::size_t epochs = std::numeric_limits<std::size_t>::max();
  std::size_t losses = std::numeric_limits<std::size_t>::max();  // of the graph
};

/// What is impossible about it, as the end of "it says …"; empty if nothing is. Shapes and finiteness are checked where
/// matrices are read.
std::string impossible(const RunState& state, const StateLimits& limits);

}  // namespace rowgrad
