// FileBytes: bytes, read-only: few are in memory, many are mapped from their file.
#pragma once

#include <string>
#include <string_view>

namespace rowgrad {

/// What another program does to a file of up to `largest_copy` bytes while it is open is never seen. A larger file must
/// not be cut short meanwhile: the kernel ends a process that reads a mapped page which is gone (SIGBUS).
class FileBytes {
 public:
  static constexpr std::size_t largest_copy = std::size_t{8} << 20;

  FileBytes() = default;
  explicit FileBytes(std::string bytes) : copy_(std::move(bytes)) {}
  /// The first `size` bytes of an open file, whose descriptor may be closed afterwards. Throws an input Error at `name`
  /// if they cannot be read.
  FileBytes(int fd, std::size_t size, const std::string& name);
  ~FileBytes();
  FileBytes(FileBytes&& other) noexcept { *this = std::move(other); }
  FileBytes& operator=(FileBytes&& other) noexcept;

  std::string_view view() const { return mapped_ != nullptr ? std::string_view(mapped_, size_) : copy_; }
  /// Lets the kernel take back the pages of a part that has been read; reading them again costs reading the disk.
  void release(std::string_view part) const;

 private:
  void read(int fd, std::size_t size, const std::string& name);
  void map(int fd, std::size_t size, const std::string& name);

  std::string copy_;
  const char* mapped_ = nullptr;
  std::size_t size_ = 0;  // of the mapping
};

}  // namespace rowgrad
