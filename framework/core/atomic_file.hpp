// AtomicFile: a file that appears whole or not at all.
#pragma once

#include <filesystem>
#include <string_view>

namespace rowgrad {

/// Writes under a temporary name of its own beside the file; commit() flushes to disk, renames and flushes the folder,
/// so that a reader sees the old or the new content and nothing between, after a crash of the machine too. Destroyed
/// without commit(), it leaves no trace. A symbolic link is followed; what is_written_directly() is written to as it
/// comes. All calls throw on failure: a run Error if the disk is full or broken or a reader is gone, else an input
/// Error.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(const void* data, std::size_t bytes);
  void write(std::string_view text) { write(text.data(), text.size()); }
  /// Gives the file its size, all zeros, for others to write into (core/file_part.hpp), under its temporary name.
  void reserve(std::size_t bytes);
  const std::filesystem::path& temporary() const { return temporary_; }
  void commit();

 private:
  void open();
  void flush_folder() const;
  [[noreturn]] void fail() const;
  std::filesystem::path path_;
  std::filesystem::path temporary_;  // empty: written to directly
  int fd_ = -1;
};

void write_atomically(const std::filesystem::path& path, std::string_view content);

/// Whether a path names a pipe, a device or an open file of this process (/dev/stdout, /dev/fd/3), which cannot be
/// replaced and have nothing beside them.
bool is_written_directly(const std::filesystem::path& path);

/// Whether a file is one that an AtomicFile of a killed process left behind; its name is NAME.tmp-PID-N.
bool is_left_behind(const std::filesystem::path& path);

}  // namespace rowgrad
