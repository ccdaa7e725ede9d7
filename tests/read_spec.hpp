// read_spec(): a DataSpec of one task read from JSON and checked, as a config's "data" section is.
#pragma once

#include "data/data_spec.hpp"

namespace rowgrad {

/// Where the JSON of read_spec() stands, for messages.
inline const Where data_section{"config.json", "/data"};

template <class Spec>
Spec read_spec(const Json& json) {
  Spec spec;
  Keys keys;
  spec.declare(keys);
  keys.read(json, data_section);
  spec.check(data_section);
  return spec;
}

}  // namespace rowgrad
