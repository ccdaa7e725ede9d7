#include "metrics/evaluation_pass.hpp"

#include <algorithm>

namespace rowgrad {
namespace {

constexpr std::size_t evaluation_batch = 64;
constexpr std::size_t numbers_per_batch = std::size_t{1} << 25;  // of all layers' outputs together: 128 MB

// Items may be long, and logits of a large vocabulary wide.
std::size_t most_rows(const Graph& graph) {
  std::size_t width = 1;
  for (std::size_t i = graph.input_count(); i < graph.nodes().size(); ++i) width += graph.node(i).type.width;
  return std::max<std::size_t>(1024, numbers_per_batch / width);
}

}  // namespace

BatchRequest evaluation_request(const Graph& graph, Split split, const Random& random, std::size_t shard) {
  return {split, evaluation_batch,  /*training=*/false,  random,
          shard, evaluation_shards, graph.inputs_read(), most_rows(graph)};
}

}  // namespace rowgrad
