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

  /// Training begins; the whole run takes `tokens` tokens.
  void start(double tokens);
  /// `done` is the fraction of the run in [0, 1]. The first call shows nothing: speed and time left count from there,
  /// since a resumed run does not begin at 0.
  void update(double done, std::size_t epoch, std::size_t epochs, double loss);
  /// Whether update() should be called: lets callers skip working out its arguments.
  bool due() const;
  /// Ends the bar's line.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  bool quiet_;
  bool terminal_;
  bool open_ = false;
  double first_done_ = -1.0;
  double tokens_ = 0.0;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
};

}  // namespace rowgrad
