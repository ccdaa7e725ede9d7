// A whole table passes by in blocks of rows, on ranks that need not have room for all of it.
#pragma once

#include <functional>

#include "graph/sharding.hpp"

namespace rowgrad {

/// Calls work(rows, count) on the first rank for consecutive blocks of the table's rows, from the first row to the
/// last; rows that other ranks have are sent there. Collective.
void for_each_block(const Parameter<float>& table, Communicator& communicator,
                    const std::function<void(const float* rows, std::size_t count)>& work);

/// The layers that evaluate in blocks (Layer::evaluates_in_blocks()) and whose tables are dealt out, as node indices.
std::vector<std::size_t> layers_in_blocks(const Graph& graph, const Communicator& communicator);
/// Calls work(block) for each block of such a layer (evaluation_blocks()), in order, while the block's rows are the
/// values of the layer's parameters on every rank. Collective.
void for_each_block_in_place(const Node& layer, Parameters<float>& parameters, Communicator& communicator,
                             const std::function<void(Share block)>& work);

}  // namespace rowgrad
