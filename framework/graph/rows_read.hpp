// RowsRead: which rows of a parameter a training pass over the graph reads, known before it runs.
#pragma once

#include <vector>

#include "graph/graph.hpp"

namespace rowgrad {

struct RowsRead {
  bool all = false;
  std::vector<std::size_t> inputs;  // the rows whose ids these inputs (by node index) hold
};

/// By parameter; a tied one's readers are put together.
std::vector<RowsRead> rows_read(const Graph& graph);
/// The same of a graph that is being built.
std::vector<RowsRead> rows_read(const std::vector<Node>& nodes, std::size_t parameters);

}  // namespace rowgrad
