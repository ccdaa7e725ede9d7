// Sharding: a table whose rows are dealt out to ranks, in blocks: rank r has those of share_of(rows, r, ranks).
//
// Which rows a batch needs is known from its ids alone, so that they can be fetched before it runs, under new numbers
// (graph/pulled_rows.hpp). Ids that are looked up in two tables get one new number for both: tables that share an input
// are a group, and if one of them is sharded all are. In one process a sharded table is like any other.
#pragma once

#include <vector>

#include "comm/communicator.hpp"
#include "graph/graph.hpp"

namespace rowgrad {

/// Shards whatever has an input in common with a sharded table: a tied output's bias with its weight.
void spread_sharding(const std::vector<Node>& nodes, std::vector<ParameterSpec>& parameters);

/// Whether the ranks have different rows of the parameter.
inline bool is_dealt_out(const ParameterSpec& spec, const Communicator& communicator) {
  return spec.sharded && !communicator.alone();
}
/// The rows of a parameter that this rank has.
inline Share own_rows(const ParameterSpec& spec, const Communicator& communicator) {
  return is_dealt_out(spec, communicator) ? share_of(spec.rows, communicator) : Share{0, spec.rows};
}
/// The parameters with only this rank's rows.
std::vector<ParameterSpec> own_specs(const Graph& graph, const Communicator& communicator);

/// Tables of which an input's ids look up rows, and those inputs.
struct TableGroup {
  std::vector<std::size_t> parameters, inputs;
};
/// The sharded ones. REQUIRES: no layer reads all their rows in training (session/sharding_check.hpp).
std::vector<TableGroup> sharded_groups(const Graph& graph);

}  // namespace rowgrad
