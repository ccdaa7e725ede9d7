// How each type of config value is read from JSON and written back.
#pragma once

#include <string>
#include <type_traits>
#include <vector>

#include "config/types.hpp"
#include "config/where.hpp"

namespace rowgrad {

inline const std::vector<std::string> init_rules = {"normal", "uniform", "xavier", "he", "zeros", "ones"};
inline bool takes_scale(const std::string& init_rule) { return init_rule == "normal" || init_rule == "uniform"; }

/// Whether a value of a key has parts that --set can address: items of a list by index, members of an object by name.
enum class Parts { none, by_index, by_name };

/// All there is to say about one type of config value V; a new type is one specialisation of this:
///   type          its name in the catalogue
///   read, write   from JSON, strictly, and to JSON
///   schema        its JSON Schema
/// and, where the defaults below do not fit:
///   parse         from the text of --set, as JSON that read() then checks
///   is_unset      whether the written value stands for "not given"
///   parts, parse_part
template <class V>
struct Value;

/// The JSON type's name for messages: "null", "an object", "a list", or the value itself.
std::string type_name(const Json& value);

/// A mismatch of types, in the words all readers share.
Error wrong_type(const Where& where, const std::string& expected, const Json& found);

struct ValueDefaults {
  static constexpr Parts parts = Parts::none;
  static Json parse(const std::string& text);
  static Json parse_part(const std::string& text) { return parse(text); }
  static bool is_unset(const Json& value);
};

template <>
struct Value<bool> : ValueDefaults {
  static constexpr const char* type = "boolean";
  static bool read(const Json& j, const Where& w);
  static Json write(bool v) { return v; }
  static Json schema() { return {{"type", "boolean"}}; }
};
template <>
struct Value<std::size_t> : ValueDefaults {
  static constexpr const char* type = "integer";
  static std::size_t read(const Json& j, const Where& w);
  static Json write(std::size_t v) { return v; }
  static Json schema() { return {{"type", "integer"}, {"minimum", 0}}; }
};
template <>
struct Value<double> : ValueDefaults {
  static constexpr const char* type = "number";
  static double read(const Json& j, const Where& w);
  static Json write(double v) { return v; }
  static Json schema() { return {{"type", "number"}}; }
};
template <>
struct Value<std::string> : ValueDefaults {
  static constexpr const char* type = "string";
  static std::string read(const Json& j, const Where& w);
  static Json write(const std::string& v) { return v; }
  static Json schema() { return {{"type", "string"}}; }
  static Json parse(const std::string& text) { return text; }
};
template <>
struct Value<Path> : ValueDefaults {
  static constexpr const char* type = "path";
  static Path read(const Json& j, const Where& w);
  static Json write(const Path& v) { return v.value.string(); }
  static Json schema() { return {{"type", "string"}}; }
  /// On the command line a path is relative to the working directory.
  static Json parse(const std::string& text);
};
template <>
struct Value<Size> : ValueDefaults {
  static constexpr const char* type = "size";
  static Size read(const Json& j, const Where& w);
  static Json write(const Size& v);
  static Json schema() { return {{"type", {"integer", "string"}}, {"minimum", 1}, {"minLength", 1}}; }
  static bool is_unset(const Json& value) { return value == 0 || ValueDefaults::is_unset(value); }
};
template <>
struct Value<Sizes> : ValueDefaults {
  static constexpr const char* type = "sizes";
  static constexpr Parts parts = Parts::by_name;
  static Sizes read(const Json& j, const Where& w);
  static Json write(const Sizes& v) { return v; }
  static Json schema();
};
template <>
struct Value<Init> : ValueDefaults {
  static constexpr const char* type = "init";
  static Init read(const Json& j, const Where& w);
  static Json write(const Init& v);
  static Json schema();
  static Json parse(const std::string& text);
};
template <>
struct Value<Json> : ValueDefaults {
  static constexpr const char* type = "object";
  static Json read(const Json& j, const Where&) { return j; }
  static Json write(const Json& v) { return v; }
  static Json schema() { return Json::object(); }
};
template <class V>
struct Value<std::vector<V>> : ValueDefaults {
  static constexpr const char* type = std::is_same_v<V, double> ? "numbers" : "strings";
  static constexpr Parts parts = Parts::by_index;
  static std::vector<V> read(const Json& j, const Where& w) {
    if (!j.is_array()) throw wrong_type(w, "a list", j);
    std::vector<V> list;
    for (std::size_t i = 0; i < j.size(); ++i) list.push_back(Value<V>::read(j[i], w / i));
    return list;
  }
  static Json write(const std::vector<V>& v) { return Json(v); }
  static Json schema() { return {{"type", "array"}, {"items", Value<V>::schema()}}; }
  /// A single string may stand for a list of one.
  static Json parse(const std::string& text) {
    Json value = ValueDefaults::parse(text);
    return value.is_string() && std::is_same_v<V, std::string> ? Json::array({value}) : value;
  }
  static Json parse_part(const std::string& text) { return Value<V>::parse(text); }
};

}  // namespace rowgrad
