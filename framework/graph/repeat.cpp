#include "graph/repeat.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>

#include "config/value.hpp"

namespace rowgrad {
namespace {

// What a name inside a block, or of a block, means in the whole model; what is not here, the outer scope may know.
struct Scope {
  const Scope* outer = nullptr;
  std::map<std::string, std::string> names;

  const std::string* find(const std::string& name) const {
    for (const Scope* scope = this; scope != nullptr; scope = scope->outer) {
      if (const auto it = scope->names.find(name); it != scope->names.end()) return &it->second;
    }
    return nullptr;
  }
};

// An entry of a list of layers: a layer, or a block with its list.
struct Item {
  Json json;  // of a layer
  Where where;
  std::string name;
  std::string output;      // the name, after the list's prefix, of what it puts out
  std::size_t layers = 1;  // written out
  std::optional<RepeatEntry> block;
  std::vector<Item> items;
};

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

std::string name_of(const Json& entry, const Where& where) {
  if (!entry.is_object()) throw wrong_type(where, "a layer", entry);
  return entry.contains("name") ? Value<std::string>::read(entry["name"], where / "name") : "";
}

std::string copy_prefix(const std::string& block, std::size_t copy) { return block + std::to_string(copy) + "-"; }

[[noreturn]] void too_many(const Where& where) {
  throw where.error(fmt::format("the model would have more than {} layers", most_layers), "repeat less");
}

std::vector<Item> read_items(const Json& list, const Where& where);

Item read_item(const Json& json, const Where& where) {
  Item item{{}, where, name_of(json, where), "", 1, {}, {}};
  if (!is_block(json)) {
    item.json = json;
    item.output = item.name;
    return item;
  }
  item.block = read_block(json, where);
  item.items = read_items(item.block->layers, where / "layers");
  item.block->layers.clear();
  item.output = copy_prefix(item.name, item.block->repeat - 1) + item.items.back().output;
  std::size_t layers = 0;
  for (const Item& inner : item.items) layers += inner.layers;
  if (layers > most_layers / item.block->repeat) too_many(where / "repeat");
  item.layers = layers * item.block->repeat;
  return item;
}

std::vector<Item> read_items(const Json& list, const Where& where) {
  std::vector<Item> items;
  for (std::size_t i = 0; i < list.size(); ++i) items.push_back(read_item(list[i], where / i));
  return items;
}

// "block.weight" or "block": the part before the dot is a name.
std::string renamed(const std::string& reference, const Scope& scope) {
  const std::size_t dot = std::min(reference.find('.'), reference.size());
  const std::string* name = scope.find(reference.substr(0, dot));
  return name == nullptr ? reference : *name + reference.substr(dot);
}

void rename(Json& reference, const Scope& scope) {
  if (reference.is_string()) reference = renamed(reference.get<std::string>(), scope);
  if (reference.is_array()) {
    for (Json& item : reference) rename(item, scope);
  }
}

void expand(const std::vector<Item>& items, const std::string& prefix, Scope scope, std::vector<ModelEntry>& entries) {
  for (const Item& item : items) scope.names[item.name] = prefix + item.output;
  for (const Item& item : items) {
    if (item.block) {
      std::string input = renamed(item.block->input, scope);
      for (std::size_t copy = 0; copy < item.block->repeat; ++copy) {
        const std::string inner = copy_prefix(prefix + item.name, copy);
        expand(item.items, inner, {&scope, {{"input", input}}}, entries);
        input = inner + item.items.back().output;
      }
      continue;
    }
    Json entry = item.json;
    if (!prefix.empty()) entry["name"] = prefix + item.name;
    for (const char* key : {"input", "inputs", "weight"}) {
      if (entry.contains(key)) rename(entry[key], scope);
    }
    entries.push_back({std::move(entry), item.where});
  }
}

}  // namespace

void RepeatEntry::declare(Keys& keys) {
  keys.add("name", name, "how other layers and --set refer to the block; no dots").required();
  keys.add("repeat", repeat, "how many copies, one after the other, each with weights of its own")
      .range(1, most_layers)
      .required();
  keys.add("input", input, "what the first copy reads under the name \"input\"; later ones read the copy before");
  keys.add("layers", layers, "the layers of one copy; the last one is its output").required();
}

std::vector<ModelEntry> expand_repeats(const Json& model, const Where& where) {
  if (!model.is_array() || model.empty()) throw wrong_type(where, "a list of layers", model);
  const std::vector<Item> items = read_items(model, where);
  std::size_t layers = 0;
  for (const Item& item : items) layers += item.layers;
  if (layers > most_layers) too_many(where);
  std::vector<ModelEntry> entries;
  entries.reserve(layers);
  expand(items, "", {}, entries);
  return entries;
}

}  // namespace rowgrad
