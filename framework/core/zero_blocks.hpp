// Zeros that cost nothing: memory that was never written to and holes in files are blocks of zeros, and stay free as
// long as nobody writes zeros to them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace rowgrad {

inline constexpr std::size_t zero_block = 4096;  // the machine's page, and the file system's block

inline bool all_zero(const char* bytes, std::size_t n) {
  return n == 0 || (bytes[0] == 0 && std::memcmp(bytes, bytes + 1, n - 1) == 0);
}

/// Copies, but writes no zeros where zeros are.
inline void copy_sparsely(const char* from, char* to, std::size_t n) {
  for (std::size_t first = 0; first < n; first += zero_block) {
    const std::size_t bytes = std::min(zero_block, n - first);
    if (!all_zero(from + first, bytes) || !all_zero(to + first, bytes)) std::memcpy(to + first, from + first, bytes);
  }
}

}  // namespace rowgrad
