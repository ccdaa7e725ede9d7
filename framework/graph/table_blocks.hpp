// for_each_block(): a whole table passes by on the first rank, which need not have room for all of it.
#pragma once

#include <functional>

#include "graph/sharding.hpp"

namespace rowgrad {

/// Calls work(rows, count) on the first rank for consecutive blocks of the table's rows, from the first row to the
/// last; rows that other ranks have are sent there. Collective.
void for_each_block(const Parameter<float>& table, Communicator& communicator,
                    const std::function<void(const float* rows, std::size_t count)>& work);

}  // namespace rowgrad
