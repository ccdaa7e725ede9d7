#include "session/sharding_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "graph/layer.hpp"
#include "graph/sharding.hpp"
#include "session/experiment.hpp"

namespace rowgrad {
namespace {

// Layers that read a sharded table as a whole would need all of it on each rank.
void check_readers(const RunSpec& spec, const Graph& graph) {
  for (const Node& node : graph.nodes()) {
    for (std::size_t slot = 0; slot < node.parameters.size(); ++slot) {
      if (node.parameters[slot] == Node::none) continue;
      const ParameterSpec& read = graph.parameters()[node.parameters[slot]];
      if (!read.sharded || !node.layer->rows_read({slot, ""}).empty()) continue;
      throw(spec.where / "model")
          .error(fmt::format("\"{}\" is sharded, but {} \"{}\" reads all its rows in every step", read.name,
                             node.layer_name(), node.name),
                 "make the table \"replicated\", or let a SampledSoftmaxCE read it");
    }
  }
}

[[noreturn]] void refuse(const Where& where, const std::string& what, const std::string& remedy) {
  throw where.error(what + " needs all rows of a sharded table in one place", remedy + ", or start one process");
}

}  // namespace

void check_sharding(const RunSpec& spec, const Graph& graph, const Communicator& communicator) {
  if (communicator.alone()) return;
  const auto& parameters = graph.parameters();
  if (std::ranges::none_of(parameters, [](const ParameterSpec& p) { return p.sharded; })) return;
  if (!spec.engine->keeps_steps_in_order())
    throw(spec.where / "train" / "engine")
        .error("each rank of this engine trains all rows, and a table is sharded",
               "take \"graph\", or make the table \"replicated\"");
  check_readers(spec, graph);
  if (spec.rule->options.clip_norm > 0.0)
    refuse(spec.where / "optimizer" / "clip_norm", "clipping by the norm of all gradients", "set it to 0");
  if (spec.engine->options.snapshots > 0) refuse(spec.where / "train" / "snapshots", "a snapshot", "set it to 0");
}

void check_sharding(const RunSpec& spec, const Communicator& communicator) {
  if (communicator.alone()) return;
  if (const auto graph = graph_from_sizes(spec)) check_sharding(spec, *graph, communicator);
}

}  // namespace rowgrad
