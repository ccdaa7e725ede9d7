// Stopwatch: how long something has taken, by the clock and of the processor.
#pragma once

#include <chrono>
#include <ctime>

namespace rowgrad {

/// Runs from its construction on; assign a new one to begin again.
class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }
  /// Of the calling thread, without what it slept. To be asked by the thread that has started the watch.
  double processor_seconds() const { return processor_now() - processor_start_; }

 private:
  using Clock = std::chrono::steady_clock;

  static double processor_now() {
    timespec now = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
  }

  Clock::time_point start_ = Clock::now();
  double processor_start_ = processor_now();
};

}  // namespace rowgrad
