// Results on stdout, and text that programs read: JSON and fields of CSV lines.
#pragma once

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "config/types.hpp"
#include "core/error.hpp"

namespace rowgrad {

/// The run Error of a stdout that cannot be written: `reason` is an errno, or 0 if it is not known any more.
inline Error stdout_error(int reason) {
  return run_error(
      "stdout",
      reason == 0 ? std::string("cannot be written") : std::string("cannot be written: ") + std::strerror(reason),
      "results are lost; give it a place with room");
}

/// Hands everything printed so far to the system. Throws a run Error if that failed, now or earlier.
inline void flush_results() {
  errno = 0;
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) throw stdout_error(errno);
}

/// An output file as the command line names it: "-" is stdout.
inline std::string output_path(const std::string& name) { return name == "-" ? "/dev/stdout" : name; }

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
