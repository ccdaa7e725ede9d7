// FilePart: a process's part of a file that several processes write at the same time.
#pragma once

#include <filesystem>

#include "core/file_descriptor.hpp"

namespace rowgrad {

class FilePart {
 public:
  /// The file is there and has its size. All calls throw a run Error if they fail.
  explicit FilePart(std::filesystem::path path);

  /// Blocks of zeros are left out: where nothing was written before, the file is zero, and has holes.
  void write_at(std::size_t offset, const void* data, std::size_t bytes);
  /// Until what was written is on the disk.
  void flush();

 private:
  void put(std::size_t offset, const char* data, std::size_t bytes);
  [[noreturn]] void fail() const;

  std::filesystem::path path_;
  FileDescriptor file_;
};

}  // namespace rowgrad
