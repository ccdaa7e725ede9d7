#include "graph/repeat.hpp"

#include <map>

#include "config/value.hpp"

namespace rowgrad {
namespace {

// What a name inside a block, or of a block, means in the whole model.
using Names = std::map<std::string, std::string>;

bool is_block(const Json& entry) { return entry.is_object() && entry.contains("repeat"); }

RepeatEntry read_block(const Json& json, const Where& where) {
  RepeatEntry block;
  Keys keys;
  block.declare(keys);
  keys.read(json, where, "a repeated block");
  if (!block.layers.is_array() || block.layers.empty())
    throw wrong_type(where / "layers", "a list of layers", block.layers);
  return block;
}

// "block.weight" or "block": the part before the dot is a name.
std::string renamed(const std::string& reference, const Names& names) {
  const std::size_t dot = std::min(reference.find('.'), reference.size());
  const auto it = names.find(reference.substr(0, dot));
  return it == names.end() ? reference : it->second + reference.substr(dot);
}

void rename(Json& reference, const Names& names) {
  if (reference.is_string()) reference = renamed(reference.get<std::string>(), names);
  if (reference.is_array()) {
    for (Json& item : reference) rename(item, names);
  }
}

std::string name_of(const Json& entry, const Where& where) {
  if (!entry.is_object()) throw wrong_type(where, "a layer", entry);
  return entry.contains("name") ? Value<std::string>::read(entry["name"], where / "name") : "";
}

std::string copy_prefix(const std::string& prefix, const RepeatEntry& block, std::size_t copy) {
  return prefix + block.name + std::to_string(copy) + "-";
}

// The name in the whole model of what an entry puts out.
std::string output_name(const Json& entry, const Where& where, const std::string& prefix) {
  if (!is_block(entry)) return prefix + name_of(entry, where);
  const RepeatEntry block = read_block(entry, where);
  const std::size_t last = block.layers.size() - 1;
  return output_name(block.layers[last], where / "layers" / last, copy_prefix(prefix, block, block.repeat - 1));
}

void expand(const Json& list, const Where& where, const std::string& prefix, Names names,
            std::vector<ModelEntry>& entries) {
  for (std::size_t i = 0; i < list.size(); ++i)
    names[name_of(list[i], where / i)] = output_name(list[i], where / i, prefix);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Where at = where / i;
    if (is_block(list[i])) {
      const RepeatEntry block = read_block(list[i], at);
      Names inside = names;
      inside["input"] = renamed(block.input, names);
      for (std::size_t copy = 0; copy < block.repeat; ++copy) {
        const std::string inner = copy_prefix(prefix, block, copy);
        expand(block.layers, at / "layers", inner, inside, entries);
        inside["input"] = output_name(block.layers.back(), at / "layers" / (block.layers.size() - 1), inner);
      }
      continue;
    }
    Json entry = list[i];
    if (!prefix.empty()) entry["name"] = prefix + name_of(entry, at);
    for (const char* key : {"input", "inputs", "weight"}) {
      if (entry.contains(key)) rename(entry[key], names);
    }
    entries.push_back({std::move(entry), at});
  }
}

}  // namespace

void RepeatEntry::declare(Keys& keys) {
  keys.add("name", name, "how other layers and --set refer to the block; no dots").required();
  keys.add("repeat", repeat, "how many copies, one after the other, each with weights of its own")
      .at_least(1)
      .required();
  keys.add("input", input, "what the first copy reads under the name \"input\"; later ones read the copy before");
  keys.add("layers", layers, "the layers of one copy; the last one is its output").required();
}

std::vector<ModelEntry> expand_repeats(const Json& model, const Where& where) {
  if (!model.is_array() || model.empty()) throw wrong_type(where, "a list of layers", model);
  std::vector<ModelEntry> entries;
  expand(model, where, "", {}, entries);
  return entries;
}

}  // namespace rowgrad
