// ModelSpec: the layers of a model and how they are wired by name, every key checked, before any data is known.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "graph/layer.hpp"

namespace rowgrad {

/// The keys every entry of a model list has, whatever its layer.
struct LayerEntry {
  std::string name, layer, input;
  std::vector<std::string> inputs;
  bool freeze = false;
  void declare(Keys& keys);
};

struct LayerSpec {
  LayerEntry entry;
  Where where;  // in the config, for messages
  std::shared_ptr<const Layer> layer;
  Json settings;  // the entry with every default filled in
};

/// A value: any number of graphs can be built from it.
struct ModelSpec {
  Where where;
  std::vector<LayerSpec> layers;

  /// The model list with every default filled in and every repeated block written out.
  Json resolved() const;
};

/// Reads a config's "model" list. Throws Error with the JSON pointer of the first entry that is wrong. `registry` holds
/// the layers it may name.
ModelSpec read_model(const Json& model, const Where& where,
                     const Registry<Layer>& registry = Registry<Layer>::instance());

}  // namespace rowgrad
