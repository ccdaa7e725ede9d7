#include "config/catalogue.hpp"

#include "config/value.hpp"

namespace rowgrad {

std::vector<CatalogueSection>& catalogue() {
  static std::vector<CatalogueSection> sections;
  return sections;
}

const CatalogueSection& catalogue_section(const std::string& name) {
  for (const auto& section : catalogue()) {
    if (section.name == name) return section;
  }
  throw std::logic_error("no catalogue section " + name);
}

std::string selected_type(const CatalogueSection& section, const Json& json, const Where& where) {
  if (!json.is_object()) throw wrong_type(where, "an object", json);
  if (!json.contains(section.selector)) {
    if (!section.fallback.empty()) return section.fallback;
    throw where.error(fmt::format("missing key \"{}\"", section.selector), suggest("", section.types()));
  }
  const std::string type = Value<std::string>::read(json[section.selector], where / section.selector);
  const auto types = section.types();
  if (std::find(types.begin(), types.end(), type) == types.end()) {
    throw(where / section.selector).error(fmt::format("unknown {} \"{}\"", section.kind, type), suggest(type, types));
  }
  return type;
}

}  // namespace rowgrad
