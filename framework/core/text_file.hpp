// TextFile: a file's bytes, memory-mapped and read-only.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace rowgrad {

class TextFile {
 public:
  /// Throws an input Error if the file is missing, not a regular file, or may not be read.
  explicit TextFile(const std::filesystem::path& path);
  ~TextFile();
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;

  std::string_view text() const { return {data_, size_}; }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
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
