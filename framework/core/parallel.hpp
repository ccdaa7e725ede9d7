// parallel_for: blocks of work on the process's thread pool.
//
// The caller cuts the work into blocks whose size does not depend on the number of threads; a block is done by one
// thread from start to end. So results are the same bits on 1 thread or 64.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>

namespace rowgrad {

/// Sets how many threads parallel_for uses, the caller included. Call before any work; not thread-safe.
void set_threads(int threads);
int threads();

/// Marks the calling thread as a worker of its own (a hogwild worker): its parallel_for runs inline.
void work_alone();

namespace detail {
void run_blocks(std::size_t blocks, const std::function<void(std::size_t)>& work);
}

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
  detail::run_blocks(blocks, [&](std::size_t b) { work(b * block, std::min(n, (b + 1) * block)); });
}

}  // namespace rowgrad
