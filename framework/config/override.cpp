// --set path.to.key=value
#include <algorithm>

#include "config/catalogue.hpp"
#include "config/config.hpp"
#include "config/value.hpp"

namespace rowgrad {
namespace {

std::vector<std::string> split_path(const std::string& path) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', start)) {
    parts.push_back(path.substr(start, dot - start));
    start = dot + 1;
  }
  parts.push_back(path.substr(start));
  return parts;
}

// Text given on the command line as a value of the declared type.
Json coerce(const std::string& text, const std::string& type, const Where& where) {
  if (type == "string") return text;
  if (type == "path") return text.empty() ? text : std::filesystem::absolute(text).lexically_normal().string();
  Json value = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (value.is_discarded()) value = text;  // a size's name, or something the reader will refuse by type
  if (type == "strings" && value.is_string()) value = Json::array({value});
  const auto fits = [&] {
    if (type == "integer") Value<std::size_t>::read(value, where);
    if (type == "number") Value<double>::read(value, where);
    if (type == "boolean") Value<bool>::read(value, where);
    if (type == "size") Value<Size>::read(value, where);
    if (type == "init") Value<Init>::read(value, where);
  };
  fits();
  return value;
}

struct Target {
  Json* parent;
  std::string key;
  std::string type;
};

Target in_section(Json& config, const CatalogueSection& section, Json& object, const std::vector<std::string>& path,
                  std::size_t at, const Where& where) {
  if (path.size() == at) throw where.error("names a whole section", "name one of its keys");
  if (path.size() > at + 1)
    throw where.error(fmt::format("\"{}\" has no parts", path[at]), "give the whole value as JSON");
  if (path[at] == section.selector) return {&object, path[at], "string"};
  const OwnedKeys owned = section.keys(selected_type(section, object, where));
  const Key* key = owned.keys.find(path[at]);
  if (key == nullptr && section.name == "model" && (path[at] == "name" || path[at] == "input"))
    return {&object, path[at], "string"};
  if (key == nullptr && section.name == "model" && path[at] == "inputs") return {&object, path[at], "strings"};
  if (key == nullptr) {
    throw where.error(
        fmt::format("unknown key \"{}\" of {} {}", path[at], section.kind, selected_type(section, object, where)),
        suggest(path[at], owned.keys.names()));
  }
  (void)config;
  return {&object, path[at], key->type};
}

Json& layer_named(Json& model, const std::string& name, const Where& where) {
  std::vector<std::string> legal;
  for (std::size_t i = 0; i < model.size(); ++i) {
    if (name == std::to_string(i)) return model[i];
    if (!model[i].is_object() || !model[i].contains("name") || !model[i]["name"].is_string()) continue;
    if (model[i]["name"] == name) return model[i];
    legal.push_back(model[i]["name"]);
  }
  throw where.error(fmt::format("there is no layer \"{}\"", name), suggest(name, legal));
}

Target find_target(Json& config, const std::vector<std::string>& path, const Where& where) {
  const std::string& head = path[0];
  if (head == "seed" && path.size() == 1) return {&config, head, "integer"};
  if (head == "sizes" && path.size() == 2) return {&config[head], path[1], "integer"};
  if (head == "model" && path.size() == 1) return {&config, head, "object"};
  if (head == "model") {
    Json& layer = layer_named(config["model"], path[1], where);
    return in_section(config, catalogue_section("model"), layer, path, 2, where);
  }
  std::vector<std::string> legal{"seed", "sizes"};
  for (const CatalogueSection& section : catalogue()) {
    legal.push_back(section.name);
    if (section.name != head) continue;
    if (path.size() == 1) return {&config, head, "object"};
    if (!config.contains(head)) config[head] = Json::object();
    return in_section(config, section, config[head], path, 1, where);
  }
  throw where.error(fmt::format("unknown section \"{}\"", head), suggest(head, legal));
}

}  // namespace

void apply_override(Json& config, const std::string& assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw input_error("--set " + assignment, "expected path.to.key=value", "for example --set sizes.d=100");
  }
  const std::string path = assignment.substr(0, equals);
  const Where where{"--set", path};
  const Target target = find_target(config, split_path(path), where);
  (*target.parent)[target.key] = coerce(assignment.substr(equals + 1), target.type, where);
}

}  // namespace rowgrad
