#include "train/graph_pattern.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "config/catalogue.hpp"

namespace rowgrad {
namespace {

std::vector<std::string> inputs_of(const Json& layer) {
  if (layer.contains("input")) return {layer["input"].get<std::string>()};
  return layer["inputs"].get<std::vector<std::string>>();
}

// "v.weight" with v's name in the graph.
std::string renamed(const std::string& reference, const std::map<std::string, std::string>& names) {
  const std::string owner = reference.substr(0, reference.find('.'));
  const auto it = names.find(owner);
  return it == names.end() ? reference : it->second + reference.substr(owner.size());
}

}  // namespace

std::string unusual_key(const Json& section, const Keys& declared, const std::vector<std::string>& free) {
  for (const Key& key : declared.all()) {
    if (std::find(free.begin(), free.end(), key.name) != free.end()) continue;
    if (section.contains(key.name) && section[key.name] != key.default_value) return key.name;
  }
  return {};
}

GraphPattern::GraphPattern(const std::string& model) : model_(Json::parse(model)) {}

std::string GraphPattern::match(const Graph& graph, Names& names) const {
  std::set<std::string> used;
  for (const Json& wanted : model_) {
    const auto& type = wanted["layer"].get_ref<const std::string&>();
    std::vector<std::string> inputs = inputs_of(wanted);
    for (auto& input : inputs) input = renamed(input, names);
    const auto [prototype, keys] = declared_keys<Layer>(type);
    const auto fits = [&, &keys = keys](const Json& layer) {
      if (layer["layer"] != type || inputs_of(layer) != inputs || used.contains(layer["name"])) return false;
      std::vector<std::string> named;
      for (const auto& [key, value] : wanted.items()) {
        named.push_back(key);
        if (keys.find(key) == nullptr || value == "*") continue;
        const Json expected = value.is_string() ? Json(renamed(value, names)) : value;
        if (!layer.contains(key) || layer[key] != expected) return false;
      }
      return unusual_key(layer, keys, named).empty();
    };
    const auto it = std::find_if(graph.resolved().begin(), graph.resolved().end(), fits);
    if (it == graph.resolved().end())
      return fmt::format("the model has no plain {} of {}", type, fmt::join(inputs, " and "));
    names[wanted["name"]] = (*it)["name"];
    used.insert((*it)["name"]);
  }
  if (used.size() == graph.resolved().size()) return {};
  return fmt::format("the model has {} layers, expected {}", graph.resolved().size(), used.size());
}

std::string GraphPattern::mismatch(const Graph& graph) const {
  Names names;
  return match(graph, names);
}

std::map<std::string, std::size_t> GraphPattern::nodes(const Graph& graph) const {
  Names names;
  match(graph, names);
  std::map<std::string, std::size_t> nodes;
  for (const auto& [variable, name] : names) nodes[variable] = *graph.find(name);
  return nodes;
}

}  // namespace rowgrad
