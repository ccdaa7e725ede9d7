// Types of config values beyond JSON's own.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>

namespace rowgrad {

using Json = nlohmann::ordered_json;

/// A number of rows or columns: a positive integer, or the name of one (`vocab`, `classes`, or a key of "sizes").
struct Size {
  std::variant<std::size_t, std::string> value;
};

/// The named sizes of a config.
using Sizes = std::map<std::string, std::size_t>;

/// A file named in a config: relative to the config's folder there, absolute once resolved. "-" is standard input
/// wherever it stands. Empty: none.
struct Path {
  std::filesystem::path value;
  bool empty() const { return value.empty(); }
};

/// How a parameter starts: a rule by name and its scale, `{"normal": 0.02}`, or a rule alone, `"zeros"`; or rows by
/// token from a file of word vectors, `{"file": "vectors.bin"}`, and tokens not in it by a rule beside it.
struct Init {
  std::string rule = "zeros";
  double scale = 0.0;
  Path file = {};
};

}  // namespace rowgrad
