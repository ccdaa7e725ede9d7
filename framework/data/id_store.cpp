#include "data/id_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <new>

#include "core/temporary_file.hpp"

namespace rowgrad {
namespace {

// A file of `bytes` bytes, none of which take space before they are claimed.
FileDescriptor sparse_file(std::size_t bytes, std::size_t expected) {
  const std::filesystem::path folder = temporary_folder();
  std::error_code unknown;
  if (const auto space = std::filesystem::space(folder, unknown); !unknown && space.available < expected) {
    no_room(folder.string(),
            fmt::format("the encoded text needs about {} MB, found {}", expected >> 20, space.available >> 20));
  }
  FileDescriptor file = temporary_file("the encoded text");
  if (::ftruncate(file.get(), static_cast<off_t>(bytes)) != 0)
    no_room(folder.string(), std::string("no room for the encoded text: ") + std::strerror(errno));
  return file;
}

}  // namespace

std::size_t IdStore::usual_memory() {
  return static_cast<std::size_t>(::sysconf(_SC_AVPHYS_PAGES)) * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) / 2;
}

IdStore::IdStore(std::size_t capacity, std::size_t expected) : IdStore(capacity, expected, usual_memory()) {}

IdStore::IdStore(std::size_t capacity, std::size_t expected, std::size_t memory) : bytes_(capacity * sizeof(Id)) {
  if (bytes_ == 0) return;
  if (expected > memory / sizeof(Id)) file_ = sparse_file(bytes_, expected * sizeof(Id));
  const int flags = in_memory() ? MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE : MAP_SHARED;
  void* p = ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, flags, file_.get(), 0);
  if (p == MAP_FAILED) throw std::bad_alloc();
  data_ = static_cast<Id*>(p);
}

IdStore::~IdStore() {
  if (data_ != nullptr) ::munmap(data_, bytes_);
}

void IdStore::claim(std::size_t first, std::size_t n) {
  if (in_memory() || n == 0) return;
  const int problem =
      ::posix_fallocate(file_.get(), static_cast<off_t>(first * sizeof(Id)), static_cast<off_t>(n * sizeof(Id)));
  if (problem != 0)
    no_room("the temporary file", std::string("no room for the encoded text: ") + std::strerror(problem));
}

void IdStore::give_back(std::size_t first, std::size_t n) {
  if (in_memory()) return;
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t begin = (first * sizeof(Id) + page - 1) / page * page;
  const std::size_t end = std::min(bytes_, (first + n) * sizeof(Id)) / page * page;
  if (begin < end) ::madvise(reinterpret_cast<char*>(data_) + begin, end - begin, MADV_REMOVE);
}

void IdStore::shrink(std::size_t n) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t kept = std::max<std::size_t>(page, (n * sizeof(Id) + page - 1) / page * page);
  if (data_ == nullptr || kept >= bytes_) return;
  char* rest = reinterpret_cast<char*>(data_) + kept;
  if (!in_memory()) ::madvise(rest, bytes_ - kept, MADV_REMOVE);  // unmapping alone would leave it on the disk
  ::munmap(rest, bytes_ - kept);
  bytes_ = kept;
}

}  // namespace rowgrad
