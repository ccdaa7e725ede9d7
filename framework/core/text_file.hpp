// TextFile: a file's bytes, read-only: a small file is read into memory, a large one is mapped.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/file_bytes.hpp"

namespace rowgrad {

/// `text` without a UTF-8 byte order mark in front, which is no part of the first word.
std::string_view without_byte_order_mark(std::string_view text);

/// A file of the program's own, or a config. (Data that a user gives may be packed, or standard input: InputText.)
class TextFile {
 public:
  static constexpr std::size_t largest_copy = FileBytes::largest_copy;

  /// Throws an input Error if the file is missing, not a regular file, or may not be read.
  explicit TextFile(const std::filesystem::path& path);

  /// The whole file.
  std::string_view bytes() const { return bytes_.view(); }
  /// The same without a byte order mark.
  std::string_view text() const { return without_byte_order_mark(bytes()); }
  /// Lets the kernel take back the pages of a part that has been read; reading them again costs reading the disk.
  void release(std::string_view part) const { bytes_.release(part); }

 private:
  FileBytes bytes_;
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
