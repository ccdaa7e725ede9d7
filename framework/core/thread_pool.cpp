#include "core/thread_pool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace rowgrad {
namespace {

thread_local bool alone = false;
thread_local ThreadPool* chosen = nullptr;

// Tells the processor that this is a waiting loop, where it wants to be told.
void pause() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#endif
}

}  // namespace

Error cannot_start(std::size_t started, std::size_t wanted, const std::string& reason) {
  return run_error("threads", fmt::format("{} of {} could be started: {}", started, wanted, reason),
                   "give a smaller --threads, or raise the limits (ulimit -u, ulimit -v)");
}

// Workers take blocks from a shared counter. They spin for a moment before they sleep, because a training step asks
// for several short parallel loops in a row and waking a sleeping thread takes longer than such a loop.
class ThreadPool::Workers {
 public:
  explicit Workers(int threads) {
    try {
      for (int i = 1; i < threads; ++i) workers_.emplace_back([this](const std::stop_token& stop) { serve(stop); });
    } catch (const std::exception& e) {
      stop();
      throw cannot_start(workers_.size() + 1, static_cast<std::size_t>(threads), e.what());
    }
  }
  ~Workers() { stop(); }

  int size() const { return static_cast<int>(workers_.size()) + 1; }

  void run(std::size_t blocks, const std::function<void(std::size_t)>& work) {
    const std::lock_guard caller(caller_);
    work_ = &work;
    blocks_ = blocks;
    next_.store(0);
    failure_ = nullptr;
    running_.store(static_cast<int>(workers_.size()));
    {
      const std::lock_guard lock(mutex_);
      round_.fetch_add(1);
    }
    wake_.notify_all();
    alone = true;  // a loop within a block runs inline, on the caller's thread as on the workers'
    take_blocks();
    alone = false;
    while (running_.load() != 0) std::this_thread::yield();
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  // Tells all workers to return; joining them is left to their destructors.
  void stop() {
    for (auto& worker : workers_) worker.request_stop();
    const std::lock_guard lock(mutex_);
    wake_.notify_all();
  }

  void take_blocks() {
    for (std::size_t b = next_.fetch_add(1); b < blocks_; b = next_.fetch_add(1)) {
      try {
        (*work_)(b);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (!failure_) failure_ = std::current_exception();
      }
    }
  }

  void serve(const std::stop_token& stop) {
    alone = true;
    std::uint64_t seen = 0;
    while (true) {
      for (int spin = 0; spin < 2000 && round_.load() == seen; ++spin) pause();
      if (round_.load() == seen) {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return stop.stop_requested() || round_.load() != seen; });
      }
      if (stop.stop_requested()) return;
      seen = round_.load();
      take_blocks();
      running_.fetch_sub(1);
    }
  }

  std::mutex caller_;
  std::mutex mutex_;
  std::condition_variable wake_;
  const std::function<void(std::size_t)>* work_ = nullptr;
  std::size_t blocks_ = 0;
  std::atomic<std::size_t> next_{0};
  std::atomic<int> running_{0};
  std::atomic<std::uint64_t> round_{0};
  std::exception_ptr failure_;
  std::vector<std::jthread> workers_;
};

ThreadPool::ThreadPool(int threads) : workers_(std::make_unique<Workers>(std::max(1, threads))) {}
ThreadPool::~ThreadPool() = default;

int ThreadPool::size() const { return workers_->size(); }

void ThreadPool::run(std::size_t blocks, const std::function<void(std::size_t)>& work) { workers_->run(blocks, work); }

UseThreads::UseThreads(ThreadPool& pool) : before_(chosen) { chosen = &pool; }
UseThreads::~UseThreads() { chosen = before_; }

namespace {

std::unique_ptr<ThreadPool>& program_pool() {
  static std::unique_ptr<ThreadPool> pool = std::make_unique<ThreadPool>(1);
  return pool;
}

}  // namespace

ThreadPool& current_pool() { return chosen != nullptr ? *chosen : *program_pool(); }

void set_threads(int threads) { program_pool() = std::make_unique<ThreadPool>(threads); }

int threads() { return alone ? 1 : current_pool().size(); }

void work_alone() { alone = true; }

}  // namespace rowgrad
