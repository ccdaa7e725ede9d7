#include "core/text_file.hpp"

#include "core/regular_file.hpp"
#include "core/utf8.hpp"

namespace rowgrad {

std::string_view without_byte_order_mark(std::string_view text) {
  return text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text;
}

TextFile::TextFile(const std::filesystem::path& path) {
  const RegularFile file(path);
  bytes_ = FileBytes(file.descriptor(), file.size(), path.string());
}

}  // namespace rowgrad
