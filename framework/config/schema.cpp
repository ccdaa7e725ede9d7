#include "config/schema.hpp"

#include <fmt/format.h>

#include "config/catalogue.hpp"
#include "config/config.hpp"
#include "config/value.hpp"

namespace rowgrad {
namespace {

// 1 rather than 1.0 where it makes no difference.
Json number(double x) { return std::floor(x) == x && std::abs(x) < 1e15 ? Json(static_cast<long long>(x)) : Json(x); }

Json key_schema(const Key& key) {
  Json schema{{"description", key.doc}};
  schema.update(key.schema());
  if (std::isfinite(key.minimum)) {
    schema.erase("minimum");
    schema[key.exclusive ? "exclusiveMinimum" : "minimum"] = number(key.minimum);
  }
  if (std::isfinite(key.maximum)) schema["maximum"] = number(key.maximum);
  if (!key.choices.empty()) schema["enum"] = key.choices;
  if (!key.default_value.is_null()) schema["default"] = key.default_value;
  return schema;
}

// A key under the name it had before; draft 7 has no "deprecated", but editors know it.
Json old_key_schema(const Key& key) {
  Json schema = key_schema(key);
  schema["description"] = fmt::format("the old name of \"{}\"", key.name);
  schema["deprecated"] = true;
  return schema;
}

Json object_schema(const std::vector<OwnedKeys>& owned, Json properties, Json required) {
  for (const auto& [owner, keys] : owned) {
    for (const Key& key : keys.all()) {
      if (!properties.contains(key.name)) properties[key.name] = key_schema(key);
      if (!key.old_name.empty()) properties[key.old_name] = old_key_schema(key);
      if (key.is_required) required.push_back(key.name);
    }
  }
  Json schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

std::vector<std::string> all_types(const CatalogueSection& section) {
  std::vector<std::string> types = section.types();
  for (const std::string& old : section.old_types()) types.push_back(old);
  return types;
}

// One item of a section. "if … then" per type, because editors then complain about the key that is wrong, where a
// "oneOf" would complain about every type.
Json item_schema(const CatalogueSection& section, Json& definitions) {
  Json item{{"type", "object"}, {"properties", {{section.selector, {{"enum", all_types(section)}}}}}};
  if (section.fallback.empty()) item["required"] = Json::array({section.selector});
  for (const std::string& type : all_types(section)) {
    const std::string definition = section.name + "." + type;
    const Json selector{{"const", type}, {"description", section.doc(type)}};
    definitions[definition] = object_schema(section.all_keys(type), {{section.selector, selector}}, Json::array());
    Json condition{{"properties", {{section.selector, {{"const", type}}}}}};
    if (type != section.fallback) condition["required"] = Json::array({section.selector});
    item["allOf"].push_back({{"if", condition}, {"then", {{"$ref", "#/definitions/" + definition}}}});
  }
  return item;
}

// An item that may also be a repeated block of such items; it refers to itself by name.
Json item_or_block_schema(const CatalogueSection& section, Json item, Json& definitions) {
  Json block = object_schema({section.block()}, Json::object(), Json::array());
  const Json reference{{"$ref", "#/definitions/" + section.name}};
  block["properties"]["layers"].update({{"type", "array"}, {"minItems", 1}, {"items", reference}});
  definitions[section.name] = {{"if", {{"required", {"repeat"}}}}, {"then", block}, {"else", std::move(item)}};
  return reference;
}

Json section_schema(const CatalogueSection& section, const std::string& doc, Json& definitions) {
  Json item = item_schema(section, definitions);
  if (section.block != nullptr) item = item_or_block_schema(section, std::move(item), definitions);
  Json schema{{"description", doc}};
  if (section.is_list())
    schema.update({{"type", "array"}, {"minItems", 1}, {"items", std::move(item)}});
  else
    schema.update(item);
  return schema;
}

}  // namespace

Json config_schema() {
  Json definitions = Json::object(), properties = Json::object();
  Config config;
  std::vector<OwnedKeys> top(1);
  config.declare(top[0].keys);
  for (const Key& key : top[0].keys.all()) {
    if (const CatalogueSection* section = find_catalogue_section(key.name))
      properties[key.name] = section_schema(*section, key.doc, definitions);
    else
      properties[key.name] = key_schema(key);
  }
  Json schema{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "rowgrad config"}};
  schema.update(object_schema(top, std::move(properties), Json::array()));
  schema["definitions"] = std::move(definitions);
  return schema;
}

}  // namespace rowgrad
