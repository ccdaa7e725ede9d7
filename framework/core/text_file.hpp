// TextFile: a file's bytes, read-only: a small file is read into memory, a large one is mapped.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace rowgrad {

/// What another program does to a file of up to `largest_copy` bytes while it is open is never seen. A larger file must
/// not be cut short meanwhile: the kernel ends a process that reads a mapped page which is gone (SIGBUS).
class TextFile {
 public:
  static constexpr std::size_t largest_copy = std::size_t{8} << 20;

  /// Throws an input Error if the file is missing, not a regular file, or may not be read.
  explicit TextFile(const std::filesystem::path& path);
  ~TextFile();
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;

  /// The whole file.
  std::string_view bytes() const { return mapped_ != nullptr ? std::string_view(mapped_, size_) : copy_; }
  /// The same without a UTF-8 byte order mark in front, which is no part of the first word.
  std::string_view text() const;
  /// Lets the kernel take back the pages of a part that has been read; reading them again costs reading the disk.
  void release(std::string_view part) const;

 private:
  void read(int fd, std::size_t size, const std::filesystem::path& path);
  void map(int fd, std::size_t size, const std::filesystem::path& path);

  std::string copy_;
  const char* mapped_ = nullptr;
  std::size_t size_ = 0;  // of the mapping
};

/// Calls f(line, number from 1) for each line, without its "\n" or "\r\n". A last line without an end counts.
template <class F>
void for_each_line(std::string_view text, F&& f) {
  std::size_t number = 0;
  for (std::size_t start = 0; start < text.size();) {
    std::size_t end = text.find('\n', start);
    if (end == std::string_view::npos) end = text.size();
    std::string_view line = text.substr(start, end - start);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    f(line, ++number);
    start = end + 1;
  }
}

}  // namespace rowgrad
