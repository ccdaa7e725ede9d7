// Text that programs read: JSON and fields of CSV lines.
#pragma once

#include <string>

#include "config/types.hpp"

namespace rowgrad {

/// JSON as text; bytes that are not UTF-8, which a word may hold, become replacement characters.
inline std::string to_text(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

/// A word as a field of a CSV line (RFC 4180).
inline std::string csv_field(const std::string& word) {
  if (word.find_first_of(",\"\r\n") == std::string::npos) return word;
  std::string quoted = "\"";
  for (const char c : word) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

}  // namespace rowgrad
