#include "core/text_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "core/error.hpp"

namespace rowgrad {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// A file descriptor that is closed whatever happens.
struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

}  // namespace

TextFile::TextFile(const std::filesystem::path& path) {
  // O_NONBLOCK: a pipe nobody writes to would otherwise be waited for.
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  struct stat info = {};
  if (file.fd < 0 || ::fstat(file.fd, &info) != 0) {
    throw input_error(path.string(), std::string("cannot be read: ") + std::strerror(errno),
                      "check the name and its permissions");
  }
  if (S_ISDIR(info.st_mode))
    throw input_error(path.string(), "expected a file, found a directory", "name a file in it");
  if (!S_ISREG(info.st_mode))
    throw input_error(path.string(), "expected a file, found a pipe or device", "write the text to a file first");
  const auto size = static_cast<std::size_t>(info.st_size);
  if (size <= largest_copy)
    read(file.fd, size, path);
  else
    map(file.fd, size, path);
}

void TextFile::read(int fd, std::size_t size, const std::filesystem::path& path) {
  copy_.resize(size);
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = ::read(fd, copy_.data() + done, size - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      throw input_error(path.string(), std::string("cannot be read: ") + std::strerror(errno), "check the disk");
    if (got == 0) break;  // cut short meanwhile
    done += static_cast<std::size_t>(got);
  }
  copy_.resize(done);
}

void TextFile::map(int fd, std::size_t size, const std::filesystem::path& path) {
  void* p = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (p == MAP_FAILED) {
    throw input_error(path.string(), std::string("cannot be mapped: ") + std::strerror(errno),
                      "free some address space, or give a file on another file system");
  }
  mapped_ = static_cast<const char*>(p);
  size_ = size;
}

TextFile::~TextFile() {
  if (mapped_ != nullptr) ::munmap(const_cast<char*>(mapped_), size_);
}

std::string_view TextFile::text() const {
  const std::string_view all = bytes();
  return all.starts_with(byte_order_mark) ? all.substr(byte_order_mark.size()) : all;
}

void TextFile::release(std::string_view part) const {
  if (mapped_ == nullptr) return;  // of a copy, the content itself would be gone
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const std::uintptr_t first = (reinterpret_cast<std::uintptr_t>(part.data()) + page - 1) / page * page;
  const std::uintptr_t last = reinterpret_cast<std::uintptr_t>(part.data() + part.size()) / page * page;
  if (first < last) ::madvise(reinterpret_cast<void*>(first), last - first, MADV_DONTNEED);
}

}  // namespace rowgrad
