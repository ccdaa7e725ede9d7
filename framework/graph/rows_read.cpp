#include "graph/rows_read.hpp"

#include <algorithm>

#include "graph/layer.hpp"

namespace rowgrad {

std::vector<RowsRead> rows_read(const Graph& graph) { return rows_read(graph.nodes(), graph.parameters().size()); }

std::vector<RowsRead> rows_read(const std::vector<Node>& nodes, std::size_t parameters) {
  std::vector<RowsRead> reads(parameters);
  for (const Node& node : nodes) {
    for (std::size_t slot = 0; slot < node.parameters.size(); ++slot) {
      if (node.parameters[slot] == Node::none) continue;
      RowsRead& read = reads[node.parameters[slot]];
      const auto positions = node.layer->rows_read({slot, ""});
      read.all |= positions.empty();
      for (const Input position : positions) {
        const std::size_t input = node.inputs[position.index];
        if (std::find(read.inputs.begin(), read.inputs.end(), input) == read.inputs.end()) read.inputs.push_back(input);
      }
    }
  }
  return reads;
}

}  // namespace rowgrad
