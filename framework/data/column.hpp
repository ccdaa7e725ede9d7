// Column: which column of a table, or which key of a JSON object, as a config says it: by name, or by number from 1
// (from the end below 0).
#pragma once

#include <string>

#include "config/value.hpp"

namespace rowgrad {

struct Column {
  std::string name;  // or the number, as text; empty: not given
  bool given() const { return !name.empty(); }
};

template <>
struct Value<Column> : ValueDefaults {
  static constexpr const char* type = "column";
  static Column read(const Json& j, const Where& w) {
    if (j.is_string()) return {j.get<std::string>()};
    if (j.is_number_integer()) return {j.dump()};
    throw wrong_type(w, "a column's name or number", j);
  }
  static Json write(const Column& v) { return v.name; }
  static Json schema() { return {{"type", {"string", "integer"}}}; }
  static Json parse(const std::string& text) { return text; }
};

}  // namespace rowgrad
