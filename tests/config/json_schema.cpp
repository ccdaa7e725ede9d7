#include "tests/config/json_schema.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>

namespace rowgrad {
namespace {

bool has_type(const Json& value, const std::string& type) {
  if (type == "integer") return value.is_number_integer();
  return type == "number"    ? value.is_number()
         : type == "string"  ? value.is_string()
         : type == "boolean" ? value.is_boolean()
         : type == "array"   ? value.is_array()
         : type == "object"  ? value.is_object()
                             : throw std::logic_error("unknown type " + type);
}

bool has_one_of_types(const Json& value, const Json& types) {
  if (types.is_string()) return has_type(value, types);
  return std::any_of(types.begin(), types.end(), [&](const Json& type) { return has_type(value, type); });
}

class Validator {
 public:
  explicit Validator(const Json& root) : root_(root) {}

  std::string check(const Json& schema, const Json& value, const std::string& at) const {
    if (schema.is_boolean()) return schema.get<bool>() ? "" : at + ": not allowed";
    for (const auto& [keyword, argument] : schema.items()) {
      if (const auto problem = check(schema, keyword, argument, value, at); !problem.empty()) return problem;
    }
    return {};
  }

 private:
  std::string check(const Json& schema, const std::string& keyword, const Json& argument, const Json& value,
                    const std::string& at) const {
    static const std::vector<std::string> annotations{
        "$schema", "title", "description", "default",   "deprecated",
        "then",    "else",  "definitions", "properties"};  // `then` and `else` belong to `if`
    if (keyword == "properties" || keyword == "additionalProperties") return check_members(schema, value, at);
    if (keyword == "items") return check_items(argument, value, at);
    if (keyword == "if") {
      const char* branch = check(argument, value, at).empty() ? "then" : "else";
      return schema.contains(branch) ? check(schema[branch], value, at) : "";
    }
    if (keyword == "$ref") {
      return check(root_.at(Json::json_pointer(argument.get<std::string>().substr(1))), value, at);
    }
    if (keyword == "allOf") {
      for (const Json& part : argument) {
        if (const auto problem = check(part, value, at); !problem.empty()) return problem;
      }
      return {};
    }
    if (std::ranges::find(annotations, keyword) != annotations.end()) return {};
    return keeps(keyword, argument, value) ? "" : at + ": " + keyword;
  }

  // Keywords that say yes or no; those for another type of value say yes.
  bool keeps(const std::string& keyword, const Json& argument, const Json& value) const {
    const auto fits = [&](const Json& schema) { return check(schema, value, "").empty(); };
    const std::map<std::string, std::function<bool()>> rules{
        {"type", [&] { return has_one_of_types(value, argument); }},
        {"const", [&] { return value == argument; }},
        {"enum", [&] { return std::find(argument.begin(), argument.end(), value) != argument.end(); }},
        {"oneOf", [&] { return std::count_if(argument.begin(), argument.end(), fits) == 1; }},
        {"minimum", [&] { return !value.is_number() || value >= argument; }},
        {"maximum", [&] { return !value.is_number() || value <= argument; }},
        {"exclusiveMinimum", [&] { return !value.is_number() || value > argument; }},
        {"minLength", [&] { return !value.is_string() || value.get<std::string>().size() >= argument; }},
        {"minItems", [&] { return !value.is_array() || value.size() >= argument; }},
        {"minProperties", [&] { return !value.is_object() || value.size() >= argument; }},
        {"maxProperties", [&] { return !value.is_object() || value.size() <= argument; }},
        {"required", [&] {
           return !value.is_object() || std::all_of(argument.begin(), argument.end(), [&](const Json& key) {
             return value.contains(key.get<std::string>());
           });
         }}};
    const auto rule = rules.find(keyword);
    if (rule == rules.end()) throw std::logic_error("unknown keyword " + keyword);
    return rule->second();
  }

  std::string check_members(const Json& schema, const Json& value, const std::string& at) const {
    if (!value.is_object()) return {};
    const Json others = schema.value("additionalProperties", Json(true));
    for (const auto& [key, member] : value.items()) {
      const bool known = schema.contains("properties") && schema["properties"].contains(key);
      const Json& rule = known ? schema["properties"][key] : others;
      if (const auto problem = check(rule, member, at + "/" + key); !problem.empty()) return problem;
    }
    return {};
  }

  std::string check_items(const Json& schema, const Json& value, const std::string& at) const {
    for (std::size_t i = 0; value.is_array() && i < value.size(); ++i) {
      if (const auto problem = check(schema, value[i], at + "/" + std::to_string(i)); !problem.empty()) return problem;
    }
    return {};
  }

  const Json& root_;
};

}  // namespace

std::string schema_violation(const Json& schema, const Json& value) {
  return Validator(schema).check(schema, value, "");
}

}  // namespace rowgrad
