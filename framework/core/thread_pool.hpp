// ThreadPool: a fixed number of threads that take blocks of work.
//
// A program has one by default, of one thread until set_threads() is called. A caller with several trainings in one
// process gives each its own: `UseThreads use(pool)` makes it the pool of this thread's parallel loops.
#pragma once

#include <functional>
#include <memory>

#include "core/error.hpp"

namespace rowgrad {

class ThreadPool {
 public:
  /// `threads` of them, the caller included. Throws a run Error if the machine does not give so many.
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int size() const;
  /// Calls work(b) for each b below `blocks`, on all threads; returns when all are done. Throws what a block threw.
  void run(std::size_t blocks, const std::function<void(std::size_t)>& work);

 private:
  class Workers;
  std::unique_ptr<Workers> workers_;
};

/// While it lives, parallel loops of this thread run on `pool`. Nests.
class UseThreads {
 public:
  explicit UseThreads(ThreadPool& pool);
  ~UseThreads();
  UseThreads(const UseThreads&) = delete;
  UseThreads& operator=(const UseThreads&) = delete;

 private:
  ThreadPool* before_;
};

/// Sets the size of the program's own pool. Call before any work; not thread-safe. Throws a run Error if the machine
/// does not give so many; the pool is then the one before.
void set_threads(int threads);
/// How many threads a parallel loop would use here.
int threads();
/// Marks the calling thread as a worker of its own (a hogwild worker): its parallel loops run inline.
void work_alone();

/// The run Error of `started` threads where `wanted` were needed.
Error cannot_start(std::size_t started, std::size_t wanted, const std::string& reason);

/// The pool of this thread's parallel loops.
ThreadPool& current_pool();

}  // namespace rowgrad
