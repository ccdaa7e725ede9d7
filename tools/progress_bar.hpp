// ProgressBar: what a person sees while a run trains: a line for each epoch and one at the end, and in between one bar
// on a terminal, a plain line now and then when piped.
#pragma once

#include <chrono>
#include <filesystem>
#include <limits>
#include <optional>

#include "run/run_observer.hpp"

namespace rowgrad {

class ProgressBar : public RunObserver {
 public:
  /// `quiet` shows notes and warnings only.
  explicit ProgressBar(bool quiet);
  ~ProgressBar() override { end_bar(); }

  void data_read(const Dataset& dataset) override;
  void placed(const std::filesystem::path& run) override { run_ = run; }
  void started(const RunProgress& progress) override;
  Wish progressed(const RunProgress& progress) override;
  Wish epoch_ended(const EpochMetrics& metrics) override;
  void finished(const RunProgress& progress) override;
  void note(const std::string& text) override;

 private:
  using Clock = std::chrono::steady_clock;
  bool due() const;
  bool is_best(const EpochMetrics& metrics);
  void show(const RunProgress& progress);
  void print_line(const std::string& text);
  void end_bar();

  bool quiet_;
  bool terminal_;
  bool open_ = false;                 // a bar is on the screen
  std::optional<RunProgress> first_;  // where this session began: a resumed run does not begin at 0
  std::optional<Patience> patience_;  // after the last epoch
  std::filesystem::path run_;
  double lowest_dev_loss_ = std::numeric_limits<double>::infinity();  // of all sessions of the run
  Clock::time_point shown_ = Clock::now();
};

}  // namespace rowgrad
