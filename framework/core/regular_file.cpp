#include "core/regular_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "core/error.hpp"

namespace rowgrad {

// O_NONBLOCK: a pipe nobody writes to would otherwise be waited for.
RegularFile::RegularFile(const std::filesystem::path& path)
    : name_(path.string()), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
  struct stat info = {};
  if (file_.get() < 0 || ::fstat(file_.get(), &info) != 0) {
    throw input_error(name_, std::string("cannot be read: ") + std::strerror(errno),
                      "check the name and its permissions");
  }
  if (S_ISDIR(info.st_mode)) throw input_error(name_, "expected a file, found a directory", "name a file in it");
  if (!S_ISREG(info.st_mode)) {
    throw input_error(name_, "expected a file, found a pipe or device",
                      "write it to a file first; data may also come from standard input, as \"-\"");
  }
  size_ = static_cast<std::size_t>(info.st_size);
}

void RegularFile::read(std::size_t at, void* to, std::size_t bytes) const {
  read_fully(file_.get(), at, to, bytes, name_);
}

void read_fully(int fd, std::size_t at, void* to, std::size_t bytes, const std::string& name) {
  for (std::size_t done = 0; done < bytes;) {
    const ssize_t got = ::pread(fd, static_cast<char*>(to) + done, bytes - done, static_cast<off_t>(at + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw input_error(name, std::string("cannot be read: ") + std::strerror(errno), "check the disk");
    if (got == 0) throw input_error(name, "was cut short while it was being read", "run again when it is whole");
    done += static_cast<std::size_t>(got);
  }
}

}  // namespace rowgrad
