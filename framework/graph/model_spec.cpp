#include "graph/model_spec.hpp"

#include <algorithm>

#include "config/catalogue.hpp"
#include "config/value.hpp"

namespace rowgrad {

void LayerEntry::declare(Keys& keys) {
  keys.add("name", name, "how other layers and --set refer to it; no dots").required();
  keys.add("layer", layer, "the layer's type, one of `rowgrad layers`").required();
  keys.add("input", input, "the one value it reads: an input of the task or another layer");
  keys.add("inputs", inputs, "the values it reads, in the layer's order");
}

ModelSpec::ModelSpec(const Json& model, const Where& place, const Registry<Layer>& registry) : where(place) {
  if (!model.is_array() || model.empty()) throw wrong_type(where, "a list of layers", model);
  for (std::size_t i = 0; i < model.size(); ++i) read_entry(model[i], where / i, registry);
}

void ModelSpec::read_entry(const Json& json, const Where& at, const Registry<Layer>& registry) {
  if (!json.is_object()) throw wrong_type(at, "a layer", json);
  LayerSpec spec{{}, at, nullptr};
  LayerEntry& entry = spec.entry;
  Keys common;
  entry.declare(common);
  Json shared = Json::object(), own = Json::object();
  for (const auto& [key, value] : json.items()) (common.find(key) != nullptr ? shared : own)[key] = value;
  common.read(shared, at, "a layer");
  if (!entry.input.empty()) {
    if (!entry.inputs.empty()) throw at.error("has both \"input\" and \"inputs\"", "keep one of them");
    entry.inputs = {entry.input};
  }
  if (entry.name.empty() || entry.name.find_first_of("./") != std::string::npos) {
    throw(at / "name").error(fmt::format("expected a name without dots and slashes, found \"{}\"", entry.name));
  }
  if (std::any_of(layers.begin(), layers.end(),
                  [&](const LayerSpec& other) { return other.entry.name == entry.name; })) {
    throw(at / "name")
        .error(fmt::format("the name \"{}\" is already taken", entry.name), "give each layer a name of its own");
  }
  spec.layer = registry.create(entry.layer, "layer", at / "layer");
  Keys keys;
  spec.layer->declare(keys);
  keys.read(own, at, "layer " + entry.layer);
  Json full{{"name", entry.name}, {"layer", entry.layer}};
  if (entry.inputs.size() == 1)
    full["input"] = entry.inputs[0];
  else
    full["inputs"] = entry.inputs;
  full.update(keys.write());
  resolved.push_back(std::move(full));
  layers.push_back(std::move(spec));
}

const bool registered_section = add_catalogue_section<Layer>("model", "layer", "", "layer");

}  // namespace rowgrad
