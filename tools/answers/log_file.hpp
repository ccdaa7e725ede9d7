// LogFile: a run's metrics.jsonl as whoever follows it reads it, while somebody may be writing it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

#include "core/file_descriptor.hpp"

namespace rowgrad {

class LogFile {
 public:
  static constexpr std::size_t longest_line = std::size_t{1} << 16;  // longer ones are no metrics, and left out

  /// A log that is not there has no lines. Throws an input Error if it is a pipe, a device, or a link out of the run.
  explicit LogFile(const std::filesystem::path& file);

  /// Which log this is: another run in the same place has another. Empty until there is a line.
  const std::string& identity() const { return identity_; }
  /// Whether a line begins at this byte.
  bool begins_line(std::size_t at) const;
  /// Calls f(line) for each whole line from byte `from` on, where one begins; a last line without an end is being
  /// written. Ends early if f returns false. Returns where the line after the last one begins.
  std::size_t read(std::size_t from, const std::function<bool(std::string&&)>& f) const;

 private:
  FileDescriptor file_;
  std::string identity_;
};

}  // namespace rowgrad
