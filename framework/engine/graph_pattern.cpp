#include "engine/graph_pattern.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "config/catalogue.hpp"
#include "graph/model_spec.hpp"

namespace rowgrad {
namespace {

using Names = std::map<std::string, std::string>;  // variable -> the graph's layer

// "v.weight" with v's name in the graph.
std::string renamed(const std::string& reference, const Names& names) {
  const std::string owner = reference.substr(0, reference.find('.'));
  const auto it = names.find(owner);
  return it == names.end() ? reference : it->second + reference.substr(owner.size());
}

// A layer's settings if a config gave none but what it must.
Json defaults(const std::string& type) {
  Json all = Json::object();
  for (const OwnedKeys& owned : catalogue_section("model").all_keys(type)) all.update(owned.keys.write());
  return all;
}

// The first key in which `node` differs from the pattern; empty if there is none.
std::string unlike(const Node& node, const LayerPattern& wanted, const Names& names) {
  const Json plain = defaults(wanted.type);
  std::set<std::string> keys;
  for (const auto& [key, value] : node.settings.items()) keys.insert(key);
  for (const auto& [key, value] : wanted.settings.items()) keys.insert(key);
  for (const std::string& key : keys) {
    if (key == "name" || key == "layer" || key == "input" || key == "inputs") continue;
    if (key == "table") continue;  // on which rank rows are: in one process, in this
    if (std::find(wanted.free.begin(), wanted.free.end(), key) != wanted.free.end()) continue;
    Json expected = wanted.settings.contains(key) ? wanted.settings[key] : plain.value(key, Json());
    if (expected.is_string()) expected = renamed(expected, names);
    if (node.settings.value(key, Json()) != expected) return key;
  }
  return {};
}

}  // namespace

GraphPattern::Match GraphPattern::match(const Graph& graph) const {
  Match match;
  Names names;
  const std::size_t layer_count = graph.nodes().size() - graph.input_count();
  if (layer_count != layers_.size()) {
    match.mismatch = fmt::format("the model has {} layers, expected {}", layer_count, layers_.size());
    return match;
  }
  std::set<std::size_t> used;
  for (const LayerPattern& wanted : layers_) {
    std::string reason;
    for (std::size_t i = graph.input_count(); i < graph.nodes().size() && !match.nodes.contains(wanted.variable); ++i) {
      const Node& node = graph.node(i);
      std::vector<std::string> inputs, expected;
      for (const std::size_t input : node.inputs) inputs.push_back(graph.node(input).name);
      for (const std::string& input : wanted.inputs) expected.push_back(renamed(input, names));
      if (used.contains(i) || node.layer_name() != wanted.type || inputs != expected) continue;
      const std::string key = unlike(node, wanted, names);
      if (key.empty()) {
        match.nodes[wanted.variable] = i;
        names[wanted.variable] = node.name;
        used.insert(i);
      } else {
        reason = fmt::format("model.{}.{} is set", node.name, key);
      }
    }
    if (match.nodes.contains(wanted.variable)) continue;
    match.mismatch = reason.empty()
                         ? fmt::format("the model has no {} of {}", wanted.type, fmt::join(wanted.inputs, " and "))
                         : reason;
    return match;
  }
  return match;
}

BestMatch best_match(std::span<const GraphPattern> patterns, const Graph& graph) {
  BestMatch best{0, patterns[0].match(graph)};
  for (std::size_t i = 1; i < patterns.size() && !best.match.mismatch.empty(); ++i) {
    GraphPattern::Match match = patterns[i].match(graph);
    if (match.mismatch.empty() || match.nodes.size() > best.match.nodes.size()) best = {i, std::move(match)};
  }
  return best;
}

}  // namespace rowgrad
