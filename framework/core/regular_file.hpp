// RegularFile: an open file that is read here and there, at most as much as is asked for.
#pragma once

#include <filesystem>

#include "core/file_descriptor.hpp"

namespace rowgrad {

class RegularFile {
 public:
  /// Throws an input Error if the file is missing, not a regular file, or may not be read.
  explicit RegularFile(const std::filesystem::path& path);

  std::size_t size() const { return size_; }
  int descriptor() const { return file_.get(); }
  /// Copies `bytes` bytes from `at` on. Throws an input Error if they cannot be read, or are no longer there. Any
  /// number of threads may call it.
  void read(std::size_t at, void* to, std::size_t bytes) const;

 private:
  std::string name_;
  FileDescriptor file_;
  std::size_t size_ = 0;
};

/// The same of any open file; `name` is for the message.
void read_fully(int fd, std::size_t at, void* to, std::size_t bytes, const std::string& name);

}  // namespace rowgrad
