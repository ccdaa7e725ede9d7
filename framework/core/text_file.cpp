#include "core/text_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.hpp"

namespace rowgrad {

TextFile::TextFile(const std::filesystem::path& path) {
  // O_NONBLOCK: a pipe nobody writes to would otherwise be waited for.
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    throw input_error(path.string(), std::string("cannot be read: ") + std::strerror(errno),
                      "check the name and its permissions");
  }
  struct stat info = {};
  ::fstat(fd, &info);
  if (S_ISDIR(info.st_mode)) {
    ::close(fd);
    throw input_error(path.string(), "expected a file, found a directory", "name a file in it");
  }
  if (!S_ISREG(info.st_mode)) {
    ::close(fd);
    throw input_error(path.string(), "expected a file, found a pipe or device", "write the text to a file first");
  }
  size_ = static_cast<std::size_t>(info.st_size);
  if (size_ > 0) {
    void* p = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED) {
      const std::string reason = std::strerror(errno);
      ::close(fd);
      throw input_error(path.string(), "cannot be mapped: " + reason, "give a regular file");
    }
    data_ = static_cast<const char*>(p);
  }
  ::close(fd);
}

TextFile::~TextFile() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

}  // namespace rowgrad
