#include "core/text_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "core/error.hpp"
#include "core/file_descriptor.hpp"
#include "core/utf8.hpp"

namespace rowgrad {

std::string_view without_byte_order_mark(std::string_view text) {
  return text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text;
}

TextFile::TextFile(const std::filesystem::path& path) {
  // O_NONBLOCK: a pipe nobody writes to would otherwise be waited for.
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat info = {};
  if (file.get() < 0 || ::fstat(file.get(), &info) != 0) {
    throw input_error(path.string(), std::string("cannot be read: ") + std::strerror(errno),
                      "check the name and its permissions");
  }
  if (S_ISDIR(info.st_mode))
    throw input_error(path.string(), "expected a file, found a directory", "name a file in it");
  if (!S_ISREG(info.st_mode)) {
    throw input_error(path.string(), "expected a file, found a pipe or device",
                      "write it to a file first; data may also come from standard input, as \"-\"");
  }
  bytes_ = FileBytes(file.get(), static_cast<std::size_t>(info.st_size), path.string());
}

}  // namespace rowgrad
