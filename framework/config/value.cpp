#include "config/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/json_checks.hpp"
#include "config/suggest.hpp"
#include "core/standard_input.hpp"
#include "core/utf8.hpp"

namespace rowgrad {

std::string type_name(const Json& value) {
  if (value.is_null()) return "null";
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list";
  return shortened(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Error wrong_type(const Where& where, const std::string& expected, const Json& found) {
  return where.error("expected " + expected + ", found " + type_name(found));
}

Json ValueDefaults::parse(const std::string& text) {
  JsonChecks checks("the value " + shortened(text));
  Json value = Json::parse(text, checks.callback(), /*allow_exceptions=*/false);
  return value.is_discarded() ? Json(text) : value;  // what is no JSON is a word, for the reader to take or refuse
}

bool ValueDefaults::is_unset(const Json& value) {
  return value.is_null() || (value.is_string() && value.get<std::string>().empty()) ||
         (value.is_structured() && value.empty());
}

namespace {

// A run's config is JSON, which holds nothing else: refused here, a text cannot fail when the config is written.
void require_utf8(const std::string& text, const Where& w, const char* expected) {
  if (const std::size_t bad = find_invalid_utf8(text); bad != std::string::npos) {
    throw w.error(
        fmt::format("expected {} in UTF-8, found {}, whose byte {} is not", expected, type_name(text), bad + 1),
        "rename it or convert it");
  }
}

}  // namespace

bool Value<bool>::read(const Json& j, const Where& w) {
  if (!j.is_boolean()) throw wrong_type(w, "true or false", j);
  return j.get<bool>();
}

std::size_t Value<std::size_t>::read(const Json& j, const Where& w) {
  if (j.is_number_unsigned()) return j.get<std::uint64_t>();
  const double x = j.is_number() ? j.get<double>() : -1.0;
  if (std::floor(x) != x || x < 0.0) throw wrong_type(w, "a whole number of at least 0", j);
  if (x >= 0x1p64) throw wrong_type(w, "a whole number below 2^64", j);
  return static_cast<std::size_t>(x);
}

double Value<double>::read(const Json& j, const Where& w) {
  if (!j.is_number()) throw wrong_type(w, "a number", j);
  return j.get<double>();
}

std::string Value<std::string>::read(const Json& j, const Where& w) {
  if (!j.is_string()) throw wrong_type(w, "a string", j);
  require_utf8(j.get_ref<const std::string&>(), w, "text");
  return j.get<std::string>();
}

Path Value<Path>::read(const Json& j, const Where& w) {
  if (!j.is_string()) throw wrong_type(w, "a file name", j);
  if (j.get<std::string>().empty()) return {};
  if (is_standard_input(j.get<std::string>())) return {j.get<std::string>()};
  const std::filesystem::path folder = std::filesystem::absolute(w.file).parent_path();
  Path path{(folder / j.get<std::string>()).lexically_normal()};
  require_utf8(path.value.native(), w, "a file name");
  return path;
}

Json Value<Path>::parse(const std::string& text) {
  return text.empty() || is_standard_input(text) ? text : std::filesystem::absolute(text).lexically_normal().string();
}

namespace {

// No product of two sizes then overflows.
void require_size(std::uint64_t size, const Where& w) {
  constexpr std::uint64_t largest = (std::uint64_t{1} << 31) - 1;
  if (size > largest) throw w.error(fmt::format("expected a size of at most {}, found {}", largest, size));
}

}  // namespace

Size Value<Size>::read(const Json& j, const Where& w) {
  if (j.is_string()) return {j.get<std::string>()};
  const bool positive =
      j.is_number_unsigned() ? j.get<std::uint64_t>() > 0 : j.is_number_integer() && j.get<std::int64_t>() > 0;
  if (positive) {
    require_size(j.get<std::uint64_t>(), w);
    return {j.get<std::size_t>()};
  }
  throw wrong_type(w, "a positive integer or the name of a size", j);
}

Json Value<Size>::write(const Size& v) {
  return std::visit([](const auto& x) { return Json(x); }, v.value);
}

Sizes Value<Sizes>::read(const Json& j, const Where& w) {
  if (!j.is_object()) throw wrong_type(w, "an object of sizes by name", j);
  Sizes sizes;
  for (const auto& [name, value] : j.items()) {
    const std::size_t size = Value<std::size_t>::read(value, w / name);
    if (size == 0) throw(w / name).error("expected a size of at least 1, found 0");
    require_size(size, w / name);
    sizes[name] = size;
  }
  return sizes;
}

Json Value<Sizes>::schema() {
  return {{"type", "object"}, {"additionalProperties", {{"type", "integer"}, {"minimum", 1}}}};
}

Init Value<Init>::read(const Json& j, const Where& w) {
  Init init;
  Json rule = j;
  if (j.is_object() && j.contains("file")) {
    init.file = Value<Path>::read(j["file"], w / "file");
    rule.erase("file");
    if (rule.empty()) rule = {{"normal", 0.02}};
  }
  if (rule.is_string()) {
    init.rule = rule.get<std::string>();
  } else if (rule.is_object() && rule.size() == 1) {
    init.rule = rule.begin().key();
  } else {
    throw wrong_type(w,
                     "a rule with its scale such as {\"normal\": 0.02}, or \"zeros\", \"ones\", \"xavier\", \"he\", or "
                     "{\"file\": \"vectors.bin\"}",
                     j);
  }
  if (std::find(init_rules.begin(), init_rules.end(), init.rule) == init_rules.end()) {
    throw w.error(fmt::format("unknown initialisation \"{}\"", init.rule), suggest(init.rule, init_rules));
  }
  const bool scaled = takes_scale(init.rule);
  if (scaled != rule.is_object()) {
    throw w.error(
        scaled ? fmt::format("\"{0}\" needs its scale", init.rule) : fmt::format("\"{}\" takes no scale", init.rule),
        scaled ? fmt::format("write {{\"{}\": 0.02}}", init.rule) : fmt::format("write \"{}\"", init.rule));
  }
  if (scaled) init.scale = Value<double>::read(rule.begin().value(), w / init.rule);
  if (init.scale < 0)
    throw(w / init.rule).error("expected a scale of at least 0, found " + rule.begin().value().dump());
  return init;
}

Json Value<Init>::write(const Init& v) {
  Json json = v.rule;
  if (takes_scale(v.rule)) json = Json{{v.rule, v.scale}};
  if (!v.file.empty()) json["file"] = v.file.value.string();
  return json;
}

Json Value<Init>::schema() {
  Json rules = Json::array(), scales = Json::object();
  for (const std::string& rule : init_rules) {
    if (takes_scale(rule))
      scales[rule] = {{"type", "number"}, {"minimum", 0}};
    else
      rules.push_back(rule);
  }
  const Json scaled{{"type", "object"},
                    {"properties", scales},
                    {"minProperties", 1},
                    {"maxProperties", 1},
                    {"additionalProperties", false}};
  scales["file"] = {{"type", "string"}};
  const Json from_file{{"type", "object"},
                       {"properties", scales},
                       {"required", {"file"}},
                       {"maxProperties", 2},
                       {"additionalProperties", false}};
  return {{"oneOf", {{{"enum", rules}}, scaled, from_file}}};
}

Json Value<Init>::parse(const std::string& text) {
  Json value = ValueDefaults::parse(text);
  if (value.is_object() && value.contains("file") && value["file"].is_string())
    value["file"] = Value<Path>::parse(value["file"].get<std::string>());
  return value;
}

}  // namespace rowgrad
