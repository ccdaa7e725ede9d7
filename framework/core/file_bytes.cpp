#include "core/file_bytes.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include "core/error.hpp"
#include "core/regular_file.hpp"

namespace rowgrad {

FileBytes::FileBytes(int fd, std::size_t size, const std::string& name) {
  if (size <= largest_copy)
    read(fd, size, name);
  else
    map(fd, size, name);
}

FileBytes::~FileBytes() {
  if (mapped_ != nullptr) ::munmap(const_cast<char*>(mapped_), size_);
}

FileBytes& FileBytes::operator=(FileBytes&& other) noexcept {
  std::swap(copy_, other.copy_);
  std::swap(mapped_, other.mapped_);
  std::swap(size_, other.size_);
  return *this;
}

void FileBytes::read(int fd, std::size_t size, const std::string& name) {
  copy_.resize(size);
  read_fully(fd, 0, copy_.data(), size, name);
}

void FileBytes::map(int fd, std::size_t size, const std::string& name) {
  void* p = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (p == MAP_FAILED) {
    throw input_error(name, std::string("cannot be mapped: ") + std::strerror(errno),
                      "free some address space, or give a file on another file system");
  }
  mapped_ = static_cast<const char*>(p);
  size_ = size;
}

void FileBytes::release(std::string_view part) const {
  if (mapped_ == nullptr) return;  // of a copy, the content itself would be gone
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const std::uintptr_t first = (reinterpret_cast<std::uintptr_t>(part.data()) + page - 1) / page * page;
  const std::uintptr_t last = reinterpret_cast<std::uintptr_t>(part.data() + part.size()) / page * page;
  if (first < last) ::madvise(reinterpret_cast<void*>(first), last - first, MADV_DONTNEED);
}

}  // namespace rowgrad
