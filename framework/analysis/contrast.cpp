#include "analysis/contrast.hpp"

#include <algorithm>

#include "analysis/cosine.hpp"
#include "core/error.hpp"
#include "graph/execute.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t tokens = 0;  // the input

std::size_t position_of(const Batch& batch, Id token, const std::string& name) {
  const auto& ids = batch.ids[tokens];
  const auto it = std::find(ids.begin(), ids.end(), token);
  if (it == ids.end()) throw input_error("--token", "\"" + name + "\" does not occur in both texts", "choose another");
  return static_cast<std::size_t>(it - ids.begin());
}

Tape<float> run(const Graph& graph, const Batch& batch, Parameters<float>& parameters) {
  auto tape = make_tape<float>(graph);
  forward(graph, batch, parameters, tape, Mode{});
  return tape;
}

}  // namespace

Contrast contrast(const Experiment& experiment, Parameters<float>& parameters, const Batch& a, const Batch& b,
                  Id token) {
  const Graph& graph = experiment.graph;
  Contrast contrast{experiment.dataset->id_name(tokens, token), {}};
  const std::size_t at_a = position_of(a, token, contrast.token), at_b = position_of(b, token, contrast.token);
  const auto tape_a = run(graph, a, parameters), tape_b = run(graph, b, parameters);
  for (std::size_t i = graph.input_count(); i < graph.nodes().size(); ++i) {
    const ValueType& type = graph.node(i).type;
    if (type.kind != Kind::real || type.space != graph.node(tokens).type.space) continue;
    const std::span x(row(tape_a.nodes[i].output, at_a), type.width);
    const std::span y(row(tape_b.nodes[i].output, at_b), type.width);
    contrast.layers.push_back({graph.node(i).name, cosine(x, y), {x.begin(), x.end()}, {y.begin(), y.end()}});
  }
  return contrast;
}

}  // namespace rowgrad
