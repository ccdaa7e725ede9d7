#include "models/word2vec/skip_gram_tables.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace rowgrad {
namespace {

// The layer that looks an input up in a table.
std::optional<std::size_t> embedding_of(const Graph& graph, IdsInput input) {
  for (std::size_t i = graph.input_count(); i < graph.nodes().size(); ++i) {
    const Node& node = graph.node(i);
    if (node.inputs == std::vector{input.index} && node.parameters.size() == 1) return i;
  }
  return std::nullopt;
}

}  // namespace

SkipGramTables skip_gram_tables(const Graph& graph, const Word2vecInputs& in, const std::string& run) {
  const auto u = embedding_of(graph, in.input_side()), v = embedding_of(graph, in.target_side());
  const auto& nodes = graph.nodes();
  const bool scored = u && v && std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) {
                        return node.inputs == std::vector{*u, *v} || node.inputs == std::vector{*v, *u};
                      });
  if (!scored || !graph.table_of(in.negatives)) {
    throw input_error(run, "expected skip-gram with negative sampling",
                      "name a run of configs/sgns.json or one like it");
  }
  return {nodes[*u].parameters[0], nodes[*v].parameters[0]};
}

}  // namespace rowgrad
