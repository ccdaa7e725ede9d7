// Ranks that share a run must have read the same config and the same data: each takes its part of both for granted.
#pragma once

#include "comm/communicator.hpp"
#include "session/experiment.hpp"

namespace rowgrad {

/// Compares what the ranks have: the config but for its paths, which machines may give other names, the vocabularies
/// with their counts, and how much text there is. Throws an input Error where it differs from rank 0's. Collective.
void require_same_on_ranks(const Experiment& experiment, Communicator& communicator);

}  // namespace rowgrad
