#include "graph/sharding.hpp"

#include <algorithm>

#include "graph/rows_read.hpp"

namespace rowgrad {
namespace {

bool share_an_input(const RowsRead& a, const RowsRead& b) {
  return std::ranges::find_first_of(a.inputs, b.inputs) != a.inputs.end();
}

// Calls found(p, q) for every two parameters that share an input.
template <class F>
void for_each_pair(const std::vector<RowsRead>& reads, F&& found) {
  for (std::size_t p = 0; p < reads.size(); ++p) {
    for (std::size_t q = 0; q < p; ++q) {
      if (share_an_input(reads[p], reads[q])) found(p, q);
    }
  }
}

void add_missing(std::vector<std::size_t>& all, const std::vector<std::size_t>& more) {
  for (const std::size_t i : more) {
    if (std::ranges::find(all, i) == all.end()) all.push_back(i);
  }
}

}  // namespace

void spread_sharding(const std::vector<Node>& nodes, std::vector<ParameterSpec>& parameters) {
  const std::vector<RowsRead> reads = rows_read(nodes, parameters.size());
  for (bool changed = true; changed;) {
    changed = false;
    for_each_pair(reads, [&](std::size_t p, std::size_t q) {
      changed |= parameters[p].sharded != parameters[q].sharded;
      if (parameters[p].sharded || parameters[q].sharded) parameters[p].sharded = parameters[q].sharded = true;
    });
  }
}

std::vector<ParameterSpec> own_specs(const Graph& graph, const Communicator& communicator) {
  std::vector<ParameterSpec> specs = graph.parameters();
  for (ParameterSpec& spec : specs) spec.rows = own_rows(spec, communicator).count();
  return specs;
}

std::vector<TableGroup> sharded_groups(const Graph& graph) {
  const std::vector<RowsRead> reads = rows_read(graph);
  std::vector<std::size_t> group_of(reads.size());  // the lowest parameter of the group
  for (std::size_t p = 0; p < reads.size(); ++p) group_of[p] = p;
  for_each_pair(reads, [&](std::size_t p, std::size_t q) {
    const auto [to, from] = std::minmax(group_of[p], group_of[q]);
    std::ranges::replace(group_of, std::size_t{from}, std::size_t{to});
  });
  std::vector<TableGroup> groups;
  for (std::size_t g = 0; g < reads.size(); ++g) {
    if (group_of[g] != g || !graph.parameters()[g].sharded) continue;
    TableGroup& group = groups.emplace_back();
    for (std::size_t p = g; p < reads.size(); ++p) {
      if (group_of[p] != g) continue;
      group.parameters.push_back(p);
      add_missing(group.inputs, reads[p].inputs);
    }
  }
  return groups;
}

}  // namespace rowgrad
