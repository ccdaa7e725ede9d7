// ProgressBar: what a person sees while a run trains: one bar on a terminal, a plain line now and then when piped.
#pragma once

#include <chrono>

#include "run/run_observer.hpp"

namespace rowgrad {

class ProgressBar : public RunObserver {
 public:
  /// `quiet` shows notes and warnings only.
  explicit ProgressBar(bool quiet);
  ~ProgressBar() override { end_line(); }

  void data_read(const Dataset& dataset) override;
  Wish progressed(const RunProgress& progress) override;
  void finished(const RunProgress& progress) override;
  void note(const std::string& text) override;

 private:
  using Clock = std::chrono::steady_clock;
  bool due() const;
  void show(const RunProgress& progress);
  void end_line();

  bool quiet_;
  bool terminal_;
  bool open_ = false;
  double first_fraction_ = -1.0;  // where this session began: a resumed run does not begin at 0
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
};

}  // namespace rowgrad
