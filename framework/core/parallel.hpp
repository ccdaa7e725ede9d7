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

}  // namespace rowgrad
