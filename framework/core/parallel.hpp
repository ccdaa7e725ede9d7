// parallel_for: blocks of work on the thread pool.
//
// The caller cuts the work into blocks whose size does not depend on the number of threads; a block is done by one
// thread from start to end. So results are the same bits on 1 thread or 64.
#pragma once

#include <algorithm>

#include "core/thread_pool.hpp"

namespace rowgrad {

/// Calls work(first, last) for consecutive blocks of [0, n). A single block runs inline, without a thread, and so does
/// a parallel_for inside another's work.
template <class F>
void parallel_for(std::size_t n, std::size_t block, F&& work) {
  if (n == 0) return;
  const std::size_t blocks = (n + block - 1) / block;
  if (blocks == 1 || threads() == 1) {
    for (std::size_t b = 0; b < blocks; ++b) work(b * block, std::min(n, (b + 1) * block));
    return;
  }
  current_pool().run(blocks, [&](std::size_t b) { work(b * block, std::min(n, (b + 1) * block)); });
}

/// The same, but what is left over belongs to the last block: none is shorter than `block`, unless n is. For elements
/// and columns that a kernel takes by the vector: with `block` a multiple of 64 they are the same vectors as in one go.
template <class F>
void parallel_for_whole_blocks(std::size_t n, std::size_t block, F&& work) {
  if (n == 0) return;
  const std::size_t blocks = std::max<std::size_t>(1, n / block);
  parallel_for(blocks, 1, [&](std::size_t b, std::size_t end) { work(b * block, end == blocks ? n : end * block); });
}

/// Additions that are worth handing to a thread: about ten microseconds of work.
inline constexpr std::size_t block_work = std::size_t{1} << 16;
/// What the kernels' exp counts for, and a row that stands anywhere in memory for each of its elements.
inline constexpr std::size_t exp_work = 4;

/// How many rows make a block when each takes `work` additions.
inline std::size_t block_rows(std::size_t work) {
  return std::max<std::size_t>(1, block_work / std::max<std::size_t>(1, work));
}

/// Calls work(i) for each of n rows, each of which takes about `additions`.
template <class F>
void for_each_row(std::size_t n, std::size_t additions, F&& work) {
  parallel_for(n, block_rows(additions), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) work(i);
  });
}

}  // namespace rowgrad
