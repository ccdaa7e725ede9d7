// RunRecorder: the observer that keeps a run directory: metrics.jsonl line by line, and a checkpoint now and then.
#pragma once

#include <chrono>

#include "run/checkpoint.hpp"
#include "run/run_directory.hpp"
#include "run/run_observer.hpp"

namespace rowgrad {

class RunRecorder : public RunObserver {
 public:
  /// `facts` stand in each checkpoint, to recognise the data by. `seconds` between checkpoints. Of several ranks the
  /// first keeps the directory, and all save.
  RunRecorder(RunDirectory run, CheckpointFacts facts, double seconds, Communicator& ranks = one_process())
      : run_(std::move(run)), facts_(std::move(facts)), interval_(seconds), ranks_(ranks) {}

  void started(const RunProgress&) override;
  Wish progressed(const RunProgress&) override;
  void logged(const StepMetrics& metrics) override;
  /// Logs the epoch's train loss, unless its last step was logged just now, and the dev split's metrics.
  Wish epoch_ended(const EpochMetrics& metrics) override;
  /// Throws a run Error if the disk is full. Collective.
  void save(const RunState& state) override;

 private:
  using Clock = std::chrono::steady_clock;
  void append(const Json& line) const;

  RunDirectory run_;
  CheckpointFacts facts_;
  std::chrono::duration<double> interval_;
  Communicator& ranks_;
  Clock::time_point saved_ = Clock::now();
  std::size_t logged_step_ = 0;  // the last one with a line for the training split
};

/// Removes what metrics.jsonl holds beyond `bytes`: those steps will be done, and written, again.
void cut_metrics(const RunDirectory& run, std::size_t bytes);

}  // namespace rowgrad
