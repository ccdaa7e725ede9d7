// How each type of config value is read from JSON and written back.
#pragma once

#include <fmt/format.h>

#include <cmath>

#include "config/types.hpp"
#include "config/where.hpp"

namespace rowgrad {

inline const std::vector<std::string> init_rules = {"normal", "uniform", "xavier", "he", "zeros", "ones"};
inline bool takes_scale(const std::string& init_rule) { return init_rule == "normal" || init_rule == "uniform"; }

template <class V>
struct Value;

/// A mismatch of types, in the words all readers share.
Error wrong_type(const Where& where, const std::string& expected, const Json& found);

template <>
struct Value<bool> {
  static constexpr const char* type = "boolean";
  static bool read(const Json& j, const Where& w);
  static Json write(bool v) { return v; }
};
template <>
struct Value<std::size_t> {
  static constexpr const char* type = "integer";
  static std::size_t read(const Json& j, const Where& w);
  static Json write(std::size_t v) { return v; }
};
template <>
struct Value<double> {
  static constexpr const char* type = "number";
  static double read(const Json& j, const Where& w);
  static Json write(double v) { return v; }
};
template <>
struct Value<std::string> {
  static constexpr const char* type = "string";
  static std::string read(const Json& j, const Where& w);
  static Json write(const std::string& v) { return v; }
};
template <>
struct Value<Path> {
  static constexpr const char* type = "path";
  static Path read(const Json& j, const Where& w);
  static Json write(const Path& v) { return v.value.string(); }
};
template <>
struct Value<Size> {
  static constexpr const char* type = "size";
  static Size read(const Json& j, const Where& w);
  static Json write(const Size& v);
};
template <>
struct Value<Sizes> {
  static constexpr const char* type = "sizes";
  static Sizes read(const Json& j, const Where& w);
  static Json write(const Sizes& v) { return v; }
};
template <>
struct Value<Init> {
  static constexpr const char* type = "init";
  static Init read(const Json& j, const Where& w);
  static Json write(const Init& v);
};
template <>
struct Value<Json> {
  static constexpr const char* type = "object";
  static Json read(const Json& j, const Where&) { return j; }
  static Json write(const Json& v) { return v; }
};
template <class V>
struct Value<std::vector<V>> {
  static constexpr const char* type = std::is_same_v<V, double> ? "numbers" : "strings";
  static std::vector<V> read(const Json& j, const Where& w) {
    if (!j.is_array()) throw wrong_type(w, "a list", j);
    std::vector<V> list;
    for (std::size_t i = 0; i < j.size(); ++i) list.push_back(Value<V>::read(j[i], w / i));
    return list;
  }
  static Json write(const std::vector<V>& v) { return Json(v); }
};

}  // namespace rowgrad
