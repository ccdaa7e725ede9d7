#include "core/matrix.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

namespace rowgrad {
namespace {

constexpr std::size_t line = 64;
constexpr std::size_t huge_page = std::size_t{2} << 20;

bool is_large(std::size_t bytes) { return bytes >= 2 * huge_page; }
std::size_t round_up(std::size_t bytes, std::size_t to) { return (bytes + to - 1) / to * to; }

// From the kernel itself, which gives zeros, and takes back what is left over before and after.
void* map_aligned(std::size_t bytes) {
  const std::size_t size = round_up(bytes, huge_page);
  if (size < bytes || size + huge_page < size) throw std::bad_alloc();
  void* const mapped = ::mmap(nullptr, size + huge_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) throw std::bad_alloc();
  char* const start = static_cast<char*>(mapped);
  const std::size_t before =
      round_up(reinterpret_cast<std::size_t>(mapped), huge_page) - reinterpret_cast<std::size_t>(mapped);
  if (before > 0) ::munmap(start, before);
  if (before < huge_page) ::munmap(start + before + size, huge_page - before);
  ::madvise(start + before, size, MADV_HUGEPAGE);  // advice only: failing costs speed, nothing else
  return start + before;
}

// Of the machine's memory, what a block may have for its pages to be huge ones though few may be touched.
std::size_t most_in_huge_pages() {
  static const auto sixteenth =
      static_cast<std::size_t>(::sysconf(_SC_PHYS_PAGES)) / 16 * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return sixteenth;
}

}  // namespace

void* allocate_aligned(std::size_t bytes) {
  if (is_large(bytes)) return map_aligned(bytes);
  void* p = std::aligned_alloc(line, std::max(line, round_up(bytes, line)));
  if (p == nullptr) throw std::bad_alloc();
  return p;
}

void free_aligned(void* p, std::size_t bytes) {
  if (is_large(bytes))
    ::munmap(p, round_up(bytes, huge_page));
  else
    std::free(p);  // NOLINT(cppcoreguidelines-no-malloc)
}

void zero_untouched(void* p, std::size_t bytes) {
  if (!is_large(bytes)) {
    if (bytes > 0) std::memset(p, 0, bytes);
  } else if (bytes > most_in_huge_pages()) {
    ::madvise(p, round_up(bytes, huge_page), MADV_NOHUGEPAGE);
  }
}

}  // namespace rowgrad
