#include "graph/rows_read.hpp"

#include <algorithm>

namespace rowgrad {

std::vector<RowsRead> rows_read(const Graph& graph) {
  std::vector<RowsRead> reads(graph.parameters().size());
  for (std::size_t n = graph.input_count(); n < graph.nodes().size(); ++n) {
    const Node& node = graph.nodes()[n];
    for (std::size_t i = 0; i < node.parameters.size(); ++i) {
      RowsRead& read = reads[node.parameters[i]];
      const auto positions = graph.layer(node).rows_read(i);
      read.all |= positions.empty();
      for (const std::size_t position : positions) {
        const std::size_t input = node.inputs[position];
        if (std::find(read.inputs.begin(), read.inputs.end(), input) == read.inputs.end()) read.inputs.push_back(input);
      }
    }
  }
  return reads;
}

}  // namespace rowgrad
