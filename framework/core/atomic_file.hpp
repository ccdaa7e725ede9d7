// AtomicFile: a file that appears whole or not at all.
#pragma once

#include <filesystem>
#include <string_view>

namespace rowgrad {

/// Writes under a temporary name; commit() flushes to disk and renames, so that a reader sees the old or the new
/// content and nothing between. Destroyed without commit(), it leaves no trace. All calls throw on
/// failure: a run Error if the disk is full or broken, else an input Error.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(const void* data, std::size_t bytes);
  void write(std::string_view text) { write(text.data(), text.size()); }
  void commit();

 private:
  [[noreturn]] void fail() const;
  std::filesystem::path path_;
  std::filesystem::path temporary_;
  int fd_ = -1;
};

void write_atomically(const std::filesystem::path& path, std::string_view content);

}  // namespace rowgrad
