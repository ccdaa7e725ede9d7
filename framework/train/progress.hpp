// Progress: what a person sees while a run trains: one bar on a terminal, a plain line now and then when piped.
#pragma once

#include <chrono>
#include <cstddef>

namespace rowgrad {

class Progress {
 public:
  explicit Progress(bool quiet);
  ~Progress() { finish(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `done` is the fraction of the run in [0, 1], `tokens` the tokens trained on so far in this session.
  void update(double done, std::size_t epoch, std::size_t epochs, double loss, double tokens);
  /// Whether update() would print now: lets callers skip working out its arguments.
  bool due() const;
  /// Ends the bar's line.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  bool quiet_;
  bool terminal_;
  bool open_ = false;
  double first_done_ = -1.0;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
};

}  // namespace rowgrad
