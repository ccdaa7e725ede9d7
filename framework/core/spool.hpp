// Spool: bytes that come piece by piece, of a number not known before: a few in memory, more in a temporary file.
#pragma once

#include <string>
#include <string_view>

#include "core/file_bytes.hpp"
#include "core/file_descriptor.hpp"

namespace rowgrad {

class Spool {
 public:
  /// `content` is what messages call the bytes ("standard input").
  explicit Spool(std::string content) : content_(std::move(content)) {}

  /// Throws a run Error if the disk is full.
  void write(std::string_view piece);
  /// All of it. Nothing may be written afterwards.
  FileBytes finish();

 private:
  void write_to_file(std::string_view bytes);

  std::string content_;
  std::string memory_;   // all bytes, as long as there is no file
  FileDescriptor file_;  // likewise, once there is one
  std::size_t size_ = 0;
};

}  // namespace rowgrad
