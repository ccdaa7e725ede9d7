// Catalogue: every section of a config that comes in types, with the keys each type declares.
//
// The modules that own a kind of thing add it here (optim adds "optimizer", train adds "data"…), so that --set, the
// schema and `rowgrad layers` know them all while config/ includes none of them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "config/registry.hpp"

namespace rowgrad {

/// Keys together with the object whose members they are bound to.
struct OwnedKeys {
  std::shared_ptr<void> owner;
  Keys keys;
};

struct CatalogueSection {
  std::string name;      // "optimizer"; "model" for layers
  std::string selector;  // the key that chooses the type: "type", "task", "engine", "layer"
  std::string fallback;  // the type if the selector is absent; empty: it is required
  std::string kind;      // what messages call it
  std::function<std::vector<std::string>()> types;
  std::function<std::vector<std::string>()> old_types;  // old names, which are legal too
  std::function<std::string(const std::string&)> doc;
  std::function<OwnedKeys(const std::string&)> keys;
  std::function<OwnedKeys()> entry;  // of a section that is a list: the keys every item has besides its type's

  /// Of a list whose items may also be repeated blocks of items ("repeat", with the items in "layers"): a block's keys.
  std::function<OwnedKeys()> block;

  bool is_list() const { return entry != nullptr; }
  /// All keys of one item: those every item has, then the type's own.
  std::vector<OwnedKeys> all_keys(const std::string& type) const;
};

std::vector<CatalogueSection>& catalogue();
const CatalogueSection& catalogue_section(const std::string& name);
/// Null if there is no such section.
const CatalogueSection* find_catalogue_section(const std::string& name);

/// Adds a section for a registry. `entry` makes it a list of items, as CatalogueSection::entry says.
template <class Base>
bool add_catalogue_section(const std::string& name, const std::string& selector, const std::string& fallback,
                           const std::string& kind, std::function<OwnedKeys()> entry = nullptr) {
  CatalogueSection section{name, selector, fallback, kind, {}, {}, {}, {}, std::move(entry), {}};
  section.types = [] { return Registry<Base>::instance().names(); };
  section.old_types = [] { return Registry<Base>::instance().old_names(); };
  section.doc = [](const std::string& type) { return Registry<Base>::instance().entries().at(type).doc; };
  section.keys = [](const std::string& type) {
    auto [object, keys] = declared_keys<Base>(type);
    return OwnedKeys{std::shared_ptr<Base>(std::move(object)), std::move(keys)};
  };
  catalogue().push_back(std::move(section));
  return true;
}

/// What a section's JSON names as its type, whether it exists or not. Throws Error if it names none and must.
std::string selector_value(const CatalogueSection& section, const Json& json, const Where& where);
/// The type a section's JSON selects. Throws Error if it names none that exists.
std::string selected_type(const CatalogueSection& section, const Json& json, const Where& where);

/// Reads the keys of `type` strictly; a key that only other types have is refused by their names. Throws Error.
void read_keys(const CatalogueSection& section, const std::string& type, const Keys& keys, const Json& json,
               const Where& where);

/// Creates the selected type and reads its keys strictly.
template <class Base>
std::unique_ptr<Base> read_section(const std::string& name, const Json& json, const Where& where) {
  const CatalogueSection& section = catalogue_section(name);
  const std::string type = selected_type(section, json, where);
  auto object = Registry<Base>::instance().entries().at(type).create();
  Keys keys;
  object->declare(keys);
  Json own = json;
  own.erase(section.selector);
  read_keys(section, type, keys, own, where);
  return object;
}

/// The section as read, defaults included, the selector first.
template <class Base>
Json write_section(const std::string& name, const std::string& type, Base& object) {
  Keys keys;
  object.declare(keys);
  Json json{{catalogue_section(name).selector, type}};
  json.update(keys.write());
  return json;
}

}  // namespace rowgrad
