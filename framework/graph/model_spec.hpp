// ModelSpec: the config's "model" list, every key checked, before any data is known.
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
  Where where;
  std::unique_ptr<Layer> layer;
};

class ModelSpec {
 public:
  /// Throws Error with the JSON pointer of the first entry that is wrong. `registry` holds the layers it may name.
  ModelSpec(const Json& model, const Where& where, const Registry<Layer>& registry = Registry<Layer>::instance());

  std::vector<LayerSpec> layers;
  Json resolved = Json::array();  // the list with every default filled in and every repeated block written out
  Where where;

 private:
  void read_entry(const Json& json, const Where& where, const Registry<Layer>& registry);
};

}  // namespace rowgrad
