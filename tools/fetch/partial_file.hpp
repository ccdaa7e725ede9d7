// PartialFile: what has come of a download so far, NAME.part, with NAME.part.json beside it, which says of what, so
// that it can go on later and bytes of two versions never meet in one file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/file_descriptor.hpp"

namespace rowgrad {

/// What a part is a part of.
struct Origin {
  std::string url;
  std::string validator;  // HTTP's strong ETag, or Last-Modified: changes with the content; empty: the server has none
  std::uint64_t bytes = 0;  // of the whole; 0: the server did not say
};

class PartialFile {
 public:
  /// Opens NAME.part in a folder, or makes it. Throws a run Error if another process has it, an input Error if it
  /// cannot be written.
  PartialFile(const std::filesystem::path& folder, const std::string& name);
  /// Leaves no empty file.
  ~PartialFile();
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::uint64_t size() const { return size_; }
  const Origin& origin() const { return origin_; }
  /// Bytes that were there when it was opened are still in it.
  bool has_earlier_bytes() const { return has_earlier_bytes_; }

  /// Forgets what is there, and remembers what comes instead.
  void start(const Origin& origin);
  /// Throws a run Error if the disk is full; what was written before stays.
  void append(std::string_view bytes);
  /// Deletes both files.
  void remove();

 private:
  void open();
  void read_origin();
  [[noreturn]] void fail() const;

  std::filesystem::path path_, origin_path_;
  FileDescriptor file_;
  std::uint64_t size_ = 0;
  bool has_earlier_bytes_ = false;
  bool removed_ = false;
  Origin origin_;
};

}  // namespace rowgrad
