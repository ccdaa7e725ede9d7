#include "core/matrix.hpp"

#include <sys/mman.h>

namespace rowgrad {

void* allocate_aligned(std::size_t bytes) {
  constexpr std::size_t line = 64;
  constexpr std::size_t huge_page = std::size_t{2} << 20;
  const std::size_t alignment = bytes >= 2 * huge_page ? huge_page : line;
  const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
  void* p = std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded);
  if (p == nullptr) throw std::bad_alloc();
  if (alignment == huge_page) madvise(p, rounded, MADV_HUGEPAGE);  // advice only: failing costs speed, nothing else
  return p;
}

}  // namespace rowgrad
