#include "data/id_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/error.hpp"

namespace rowgrad {
namespace {

// An unlinked file of `bytes` bytes, none of which take space before they are written. Writing to a mapped file on a
// full disk kills the process, so room is asked for first.
int temporary_file(std::size_t bytes, std::size_t needed) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path();
  const std::string remedy = "set TMPDIR to a folder with more room";
  if (const auto space = std::filesystem::space(folder); space.available < needed) {
    throw run_error(folder.string(),
                    fmt::format("the encoded text needs about {} MB, found {}", needed >> 20, space.available >> 20),
                    remedy);
  }
  std::string name = (folder / "rowgrad-XXXXXX").string();
  const int fd = ::mkstemp(name.data());
  if (fd < 0 || ::unlink(name.c_str()) != 0 || ::ftruncate(fd, static_cast<off_t>(bytes)) != 0)
    throw run_error(name, std::string("no room for the encoded text: ") + std::strerror(errno), remedy);
  return fd;
}

std::size_t free_memory() {
  return static_cast<std::size_t>(::sysconf(_SC_AVPHYS_PAGES)) * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

IdStore::IdStore(std::size_t capacity, std::size_t expected) : IdStore(capacity, expected, free_memory() / 2) {}

IdStore::IdStore(std::size_t capacity, std::size_t expected, std::size_t memory)
    : bytes_(capacity * sizeof(Id)), in_memory_(expected * sizeof(Id) <= memory) {
  if (bytes_ == 0) return;
  const int fd = in_memory_ ? -1 : temporary_file(bytes_, 2 * expected * sizeof(Id));
  const int flags = in_memory_ ? MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE : MAP_SHARED;
  void* p = ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, flags, fd, 0);
  if (fd >= 0) ::close(fd);
  if (p == MAP_FAILED) throw std::bad_alloc();
  data_ = static_cast<Id*>(p);
}

IdStore::~IdStore() {
  if (data_ != nullptr) ::munmap(data_, bytes_);
}

void IdStore::shrink(std::size_t n) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t kept = std::max<std::size_t>(page, (n * sizeof(Id) + page - 1) / page * page);
  if (data_ == nullptr || kept >= bytes_) return;
  char* rest = reinterpret_cast<char*>(data_) + kept;
  if (!in_memory_) ::madvise(rest, bytes_ - kept, MADV_REMOVE);  // unmapping alone would leave it on the disk
  ::munmap(rest, bytes_ - kept);
  bytes_ = kept;
}

}  // namespace rowgrad
