#include "engine/non_finite.hpp"

#include <fmt/format.h>

#include <atomic>

#include "core/finite.hpp"
#include "core/parallel.hpp"

namespace rowgrad {
namespace {

bool is_finite(const Matrix<float>& values) {
  constexpr std::size_t block = std::size_t{1} << 20;
  std::atomic<bool> finite = true;
  parallel_for(values.size(), block, [&](std::size_t first, std::size_t last) {
    if (!all_finite(values.data() + first, last - first)) finite = false;
  });
  return finite;
}

// REQUIRES: one is not finite.
std::size_t first_non_finite_row(const Matrix<float>& values) {
  std::size_t i = 0;
  while (i + 1 < rows(values) && all_finite(row(values, i), columns(values))) ++i;
  return i;
}

std::string not_finite(const std::string& name, const Matrix<float>& values, std::size_t first_row) {
  return fmt::format("\"{}\" is not finite in row {}", name, first_row + first_non_finite_row(values));
}

// Rows that were added up where they stand in the table are in no output: what reads them tells of them.
std::size_t where_it_came_from(const Graph& graph, const Parameters<float>& parameters, const Tape<float>& tape,
                               std::size_t node) {
  for (const std::size_t input : graph.node(node).inputs) {
    if (tape.nodes[input].in_place && !is_finite(parameters[graph.node(input).parameters[0]].value)) return input;
  }
  return node;
}

}  // namespace

std::string first_non_finite_layer(const Graph& graph, const Parameters<float>& parameters, const Tape<float>& tape) {
  for (std::size_t i = graph.input_count(); i < graph.nodes().size(); ++i) {
    if (tape.nodes[i].in_place || is_finite(tape.nodes[i].output)) continue;
    const Node& node = graph.node(where_it_came_from(graph, parameters, tape, i));
    std::string found = fmt::format("first in layer \"{}\" ({})", node.name, node.layer_name());
    for (const std::size_t p : node.parameters) {
      if (p == Node::none || is_finite(parameters[p].value)) continue;
      const auto& [spec, value, first] = parameters[p];
      // Rows that were fetched from other ranks have other numbers.
      if (rows(value) < spec.rows) return fmt::format("{}, whose parameter \"{}\" is not finite", found, spec.name);
      return found + ", whose parameter " + not_finite(spec.name, value, first);
    }
    return found;
  }
  return {};
}

std::string first_non_finite_parameter(const RunState& state) {
  for (std::size_t p = 0; p < state.parameters.size(); ++p) {
    const auto& [spec, value, first] = state.parameters[p];
    if (!is_finite(value)) return not_finite(spec.name, value, first);
    for (const Matrix<float>& slot : state.optimizer.slots[p]) {
      if (!is_finite(slot)) return "the optimizer's state of " + not_finite(spec.name, slot, first);
    }
  }
  return {};
}

}  // namespace rowgrad
