// How a checkpoint writes where the shards of a pass stand: null for one that waits, true for one that is done, and
// otherwise the numbers of its position.
#pragma once

#include "config/types.hpp"
#include "run/run_state.hpp"

namespace rowgrad {

Json shards_json(const std::vector<ShardPosition>& shards);
/// Throws Json::exception if the JSON has another form.
std::vector<ShardPosition> shards_of(const Json& json);
/// Of version 0.1: one shard stood there without a list around it, a position of one number as that number.
std::vector<ShardPosition> shards_of_0_1(const Json& json, bool sharded);

}  // namespace rowgrad
