#include "graph/model_spec.hpp"

#include <unordered_set>

#include "config/catalogue.hpp"
#include "graph/repeat.hpp"

namespace rowgrad {

void LayerEntry::declare(Keys& keys) {
  keys.add("name", name, "how other layers and --set refer to it; no dots").required();
  keys.add("layer", layer, "the layer's type, one of `rowgrad layers`").required();
  keys.add("input", input, "the one value it reads: an input of the task or another layer");
  keys.add("inputs", inputs, "the values it reads, in the layer's order");
  keys.add("freeze", freeze, "its own parameters stay as they start");
}

Json ModelSpec::resolved() const {
  Json list = Json::array();
  for (const LayerSpec& layer : layers) list.push_back(layer.settings);
  return list;
}

namespace {

LayerSpec read_entry(const Json& json, const Where& at, const Registry<Layer>& registry) {
  const CatalogueSection& section = catalogue_section("model");
  const std::string type = selector_value(section, json, at);
  std::shared_ptr<Layer> layer = registry.create(type, section.kind, at / section.selector);
  LayerEntry entry;
  Keys keys;
  entry.declare(keys);
  layer->declare(keys);
  read_keys(section, type, keys, json, at);
  if (!entry.input.empty() && !entry.inputs.empty())
    throw at.error("has both \"input\" and \"inputs\"", "keep one of them");
  if (entry.name.empty() || entry.name.find_first_of("./") != std::string::npos) {
    throw(at / "name").error(fmt::format("expected a name without dots and slashes, found \"{}\"", entry.name));
  }
  Json settings = keys.write();
  if (!entry.input.empty()) entry.inputs = {entry.input};
  return {std::move(entry), at, std::move(layer), std::move(settings)};
}

template <class Entry>
OwnedKeys keys_of() {
  auto entry = std::make_shared<Entry>();
  OwnedKeys owned{entry, {}};
  entry->declare(owned.keys);
  return owned;
}

bool register_section() {
  add_catalogue_section<Layer>("model", "layer", "", "layer", keys_of<LayerEntry>);
  catalogue().back().block = keys_of<RepeatEntry>;
  return true;
}

const bool registered_section = register_section();

}  // namespace

ModelSpec read_model(const Json& model, const Where& where, const Registry<Layer>& registry) {
  ModelSpec spec{where, {}};
  std::unordered_set<std::string> names;
  for (const ModelEntry& item : expand_repeats(model, where)) {
    LayerSpec layer = read_entry(item.json, item.where, registry);
    const std::string& name = layer.entry.name;
    if (!names.insert(name).second) {
      throw(item.where / "name")
          .error(fmt::format("the name \"{}\" is already taken", name), "give each layer a name of its own");
    }
    spec.layers.push_back(std::move(layer));
  }
  return spec;
}
}  // namespace rowgrad
