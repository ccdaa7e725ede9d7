// --set path.to.key=value
#include <fmt/format.h>

#include <algorithm>

#include "config/catalogue.hpp"
#include "config/config.hpp"
#include "config/json_checks.hpp"
#include "config/value.hpp"
#include "core/utf8.hpp"

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

// REQUIRES: key comes from a declaration whose object still lives; reading into that object is what checks the value.
Json coerce(const std::string& text, const Key& key, const Where& where) {
  Json value = key.parse(text);
  key.assign(value, where);
  check_range(key, value, where);
  return value;
}

// One item of a list, by index.
void assign_item(Json& list, const Key& key, const std::string& index, const std::string& text, const Where& where) {
  for (std::size_t i = 0; list.is_array() && i < list.size(); ++i) {
    if (index != std::to_string(i)) continue;
    Json changed = list;
    changed[i] = key.parse_part(text);
    key.assign(changed, where);
    list = changed;
    return;
  }
  throw where.error(fmt::format("\"{}\" has no item {}", key.name, index), "count items from 0, or set the whole list");
}

// One member of an object, by name. Only that one is checked here: the others were given elsewhere.
void assign_member(Json& members, const Key& key, const std::string& name, const std::string& text,
                   const Where& where) {
  if (members.is_null()) members = Json::object();
  if (!members.is_object()) throw wrong_type(where, "an object", members);
  const Json value = key.parse_part(text);
  key.assign(Json{{name, value}}, where);
  members[name] = value;
}

// `rest` is what follows the key in the path.
void assign(Json& object, const Key& key, const std::vector<std::string>& rest, const std::string& text,
            const Where& where) {
  if (!key.old_name.empty() && object.contains(key.old_name) && !object.contains(key.name)) {
    const Json given = object[key.old_name];
    object.erase(key.old_name);
    object[key.name] = given;
  }
  if (rest.empty()) {
    object[key.name] = coerce(text, key, where);
  } else if (rest.size() == 1 && key.parts == Parts::by_index) {
    assign_item(object[key.name], key, rest[0], text, where);
  } else if (rest.size() == 1 && key.parts == Parts::by_name) {
    assign_member(object[key.name], key, rest[0], text, where);
  } else {
    throw where.error(fmt::format("\"{}\" has no part \"{}\"", key.name, rest[0]), "give the whole value as JSON");
  }
}

std::vector<std::string> tail(const std::vector<std::string>& path, std::size_t n) {
  return {path.begin() + static_cast<std::ptrdiff_t>(std::min(n, path.size())), path.end()};
}

// `path` starts with the key's name.
void assign_in_section(const CatalogueSection& section, Json& object, const std::vector<std::string>& path,
                       const std::string& text, const Where& where) {
  if (path.empty()) throw where.error("names a whole section", "name one of its keys");
  if (path.size() == 1 && path[0] == section.selector) {
    Json changed{{section.selector, text}};
    selected_type(section, changed, where);
    object[section.selector] = text;
    return;
  }
  const std::string type = selected_type(section, object, where);
  std::vector<std::string> legal;
  for (const OwnedKeys& owned : section.all_keys(type)) {
    if (const Key* key = owned.keys.find(path[0])) return assign(object, *key, tail(path, 1), text, where);
    const auto names = owned.keys.names();
    legal.insert(legal.end(), names.begin(), names.end());
  }
  throw where.error(fmt::format("unknown key \"{}\" of {} {}", path[0], section.kind, type), suggest(path[0], legal));
}

// An item of a list section, by name or index.
Json& item_named(Json& list, const std::string& kind, const std::string& name, const Where& where) {
  if (!list.is_array()) throw wrong_type(where, "a list", list);
  std::vector<std::string> legal;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (name == std::to_string(i)) return list[i];
    if (!list[i].is_object() || !list[i].contains("name") || !list[i]["name"].is_string()) continue;
    if (list[i]["name"] == name) return list[i];
    legal.push_back(list[i]["name"]);
  }
  throw where.error(fmt::format("there is no {} \"{}\"", kind, name), suggest(name, legal));
}

// `path` starts with an item's name; a repeated block's own items come after it: block.attend.heads.
void assign_in_list(const CatalogueSection& section, Json& list, const std::vector<std::string>& path,
                    const std::string& text, const Where& where) {
  Json& item = item_named(list, section.kind, path[0], where);
  if (section.block == nullptr || !item.contains("repeat"))
    return assign_in_section(section, item, tail(path, 1), text, where);
  if (path.size() > 2) return assign_in_list(section, item["layers"], tail(path, 1), text, where);
  const OwnedKeys owned = section.block();
  const Key* key = path.size() == 2 ? owned.keys.find(path[1]) : nullptr;
  if (key == nullptr)
    throw where.error("names no key of the block", suggest(path.size() == 2 ? path[1] : "", owned.keys.names()));
  assign(item, *key, {}, text, where);
}

}  // namespace

void apply_override(Json& config, const std::string& assignment) {
  if (const std::size_t bad = find_invalid_utf8(assignment); bad != std::string::npos) {
    throw input_error("--set " + shortened(assignment), fmt::format("byte {} is not valid UTF-8", bad + 1),
                      "use UTF-8, for file names too");
  }
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw input_error("--set " + assignment, "expected path.to.key=value", "for example --set sizes.d=100");
  }
  const std::vector<std::string> path = split_path(assignment.substr(0, equals));
  const std::string text = assignment.substr(equals + 1);
  const Where where{"--set " + assignment.substr(0, equals), ""};

  Config scratch;
  Keys top;
  scratch.declare(top);
  const Key* key = top.find(path[0]);
  if (key == nullptr) throw where.error(fmt::format("unknown section \"{}\"", path[0]), suggest(path[0], top.names()));
  const CatalogueSection* section = find_catalogue_section(path[0]);
  if (section == nullptr || path.size() == 1) return assign(config, *key, tail(path, 1), text, where);
  Json& value = config[path[0]];
  if (value.is_null()) value = section->is_list() ? Json::array() : Json::object();
  if (section->is_list())
    assign_in_list(*section, value, tail(path, 1), text, where);
  else
    assign_in_section(*section, value, tail(path, 1), text, where);
}

}  // namespace rowgrad
