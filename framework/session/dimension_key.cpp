#include "session/dimension_key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

namespace rowgrad {
namespace {

// The layer whose own the parameter is: "embed" of "embed.weight".
std::size_t owner_of(const Graph& graph, std::size_t parameter) {
  const std::string& name = graph.parameters()[parameter].name;
  return graph.find(name.substr(0, name.rfind('.'))).value();
}

// "--set model.embed.dim=100"; in a repeated block, where names are the copies', by index: "--set model.1.0.dim=100".
std::string assignment(const LayerSpec& layer, const std::string& key, std::size_t wanted) {
  const std::string place = std::regex_replace(layer.where.pointer, std::regex("/layers/"), "/");
  const bool in_block = place != layer.where.pointer;
  std::string path = in_block ? place.substr(1) : "model." + layer.entry.name;
  std::replace(path.begin(), path.end(), '/', '.');
  return fmt::format("--set {}.{}={}", path, key, wanted);
}

// How to give a size that is `now` the value `wanted`, by one of the layer's own keys; empty if none has it.
std::string own_key(const RunSpec& spec, const Node& node, std::size_t now, std::size_t wanted) {
  const auto layer = std::find_if(spec.model.layers.begin(), spec.model.layers.end(),
                                  [&](const LayerSpec& l) { return l.entry.name == node.name; });
  if (layer == spec.model.layers.end()) return {};
  Keys keys;
  const auto blank = Registry<Layer>::instance().create(node.layer_name(), "layer", layer->where);
  blank->declare(keys);
  for (const Key& key : keys.all()) {
    if (key.type != Value<Size>::type || !node.settings.contains(key.name)) continue;
    const Json& value = node.settings[key.name];
    if (value == now) return assignment(*layer, key.name, wanted);
    if (!value.is_string()) continue;
    const auto symbol = spec.sizes.find(value.get<std::string>());
    if (symbol != spec.sizes.end() && symbol->second == now)
      return fmt::format("--set sizes.{}={}", symbol->first, wanted);
  }
  return {};
}

}  // namespace

std::string rows_remedy(const Experiment& experiment, std::size_t parameter, std::size_t wanted) {
  const Graph& graph = experiment.graph;
  return own_key(experiment.spec, graph.node(owner_of(graph, parameter)), graph.parameters()[parameter].rows, wanted);
}

std::string width_remedy(const Experiment& experiment, std::size_t parameter, std::size_t wanted) {
  const Graph& graph = experiment.graph;
  const std::size_t now = graph.parameters()[parameter].columns;
  std::size_t n = owner_of(graph, parameter);
  while (graph.node(n).layer != nullptr) {
    const std::string own = own_key(experiment.spec, graph.node(n), now, wanted);
    if (!own.empty()) return own;
    const auto& inputs = graph.node(n).inputs;
    const auto as_wide = std::find_if(inputs.begin(), inputs.end(), [&](std::size_t input) {
      return graph.node(input).layer != nullptr && graph.node(input).type.width == now;
    });
    if (as_wide == inputs.end()) break;
    n = *as_wide;
  }
  return {};
}

}  // namespace rowgrad
