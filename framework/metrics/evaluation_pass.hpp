// The pass over a split that evaluation makes: nothing random, every example once, in shards.
#pragma once

#include "data/batch_source.hpp"
#include "graph/graph.hpp"

namespace rowgrad {

inline constexpr std::size_t evaluation_shards = 16;  // fixed, so that sums do not depend on the number of threads

/// Batches whose memory does not depend on how large the split is, and hardly on how long its items are: each ends with
/// the item that gives it so many rows. Shards are consecutive parts of the split. `random` is for what a dataset draws
/// even in evaluation.
BatchRequest evaluation_request(const Graph& graph, Split split, const Random& random, std::size_t shard);

}  // namespace rowgrad
