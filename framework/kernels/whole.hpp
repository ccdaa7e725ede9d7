// Row kernels over whole matrices, on all threads.
#pragma once

#include <cstring>

#include "core/parallel.hpp"
#include "kernels/rows.hpp"

namespace rowgrad {

/// y += x, n elements.
template <class T>
void add_elements(const T* x, T* y, std::size_t n) {
  parallel_for_whole_blocks(n, block_work, [&](std::size_t first, std::size_t last) {
    row_kernels<T>().axpy(T(1), x + first, y + first, last - first);
  });
}

/// x *= a, n elements.
template <class T>
void scale_elements(T a, T* x, std::size_t n) {
  parallel_for_whole_blocks(
      n, block_work, [&](std::size_t first, std::size_t last) { row_kernels<T>().scale(a, x + first, last - first); });
}

/// x = 0, n elements.
template <class T>
void clear_elements(T* x, std::size_t n) {
  parallel_for(n, 4 * block_work,
               [&](std::size_t first, std::size_t last) { std::memset(x + first, 0, (last - first) * sizeof(T)); });
}

/// x[i] = a for each of n rows; a and the rows have d elements.
template <class T>
void repeat_row(const T* a, T* x, std::size_t n, std::size_t d) {
  for_each_row(n, d, [&](std::size_t i) { std::memcpy(x + i * d, a, d * sizeof(T)); });
}

}  // namespace rowgrad
