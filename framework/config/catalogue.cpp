#include "config/catalogue.hpp"

#include <fmt/ranges.h>

#include "config/value.hpp"

namespace rowgrad {

std::vector<CatalogueSection>& catalogue() {
  static std::vector<CatalogueSection> sections;
  return sections;
}

const CatalogueSection* find_catalogue_section(const std::string& name) {
  for (const auto& section : catalogue()) {
    if (section.name == name) return &section;
  }
  return nullptr;
}

const CatalogueSection& catalogue_section(const std::string& name) {
  if (const CatalogueSection* section = find_catalogue_section(name)) return *section;
  throw std::logic_error("no catalogue section " + name);
}

std::vector<OwnedKeys> CatalogueSection::all_keys(const std::string& type) const {
  std::vector<OwnedKeys> all;
  if (is_list()) all.push_back(entry());
  all.push_back(keys(type));
  return all;
}

std::string selector_value(const CatalogueSection& section, const Json& json, const Where& where) {
  if (!json.is_object()) throw wrong_type(where, "an object", json);
  if (json.contains(section.selector))
    return Value<std::string>::read(json[section.selector], where / section.selector);
  if (section.fallback.empty())
    throw where.error(fmt::format("missing key \"{}\"", section.selector), suggest("", section.types()));
  return section.fallback;
}

std::string selected_type(const CatalogueSection& section, const Json& json, const Where& where) {
  const std::string type = selector_value(section, json, where);
  const auto types = section.types(), old_types = section.old_types();
  const auto holds = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), type) != names.end();
  };
  if (!holds(types) && !holds(old_types)) {
    throw(where / section.selector).error(fmt::format("unknown {} \"{}\"", section.kind, type), suggest(type, types));
  }
  return type;
}

void read_keys(const CatalogueSection& section, const std::string& type, const Keys& keys, const Json& json,
               const Where& where) {
  for (const auto& [name, value] : json.items()) {
    if (keys.find(name) != nullptr) continue;
    std::vector<std::string> owners;
    for (const auto& other : section.types()) {
      if (section.keys(other).keys.find(name) != nullptr) owners.push_back(other);
    }
    if (owners.empty()) break;  // Keys::read suggests another name
    throw(where / name)
        .error(
            fmt::format("{} {} has no key \"{}\", it belongs to {}", section.kind, type, name, fmt::join(owners, ", ")),
            fmt::format("remove it, or choose another \"{}\"", section.selector));
  }
  keys.read(json, where, section.kind + " " + type);
}

}  // namespace rowgrad
