// TensorBoard: the observer that writes a run's scalars for TensorBoard (io/event_file.hpp), by step with wall time:
// train/loss, train/lr, train/rows_touched and, by table, train/rows_touched/embed.weight with each line of
// metrics.jsonl; train/epoch_loss, dev/loss and dev/accuracy after each epoch.
#pragma once

#include "io/event_file.hpp"
#include "run/run_directory.hpp"
#include "run/run_observer.hpp"

namespace rowgrad {

/// Each session of a run writes a file of its own, which is made with its first scalar and listed in the run's marker
/// before. Throws a run Error if the disk is full.
class TensorBoard : public RunObserver {
 public:
  explicit TensorBoard(RunDirectory run) : run_(std::move(run)) {}

  void started(const RunProgress& progress) override { first_step_ = progress.step; }
  void logged(const StepMetrics& metrics) override;
  Wish epoch_ended(const EpochMetrics& metrics) override;

 private:
  void write(std::size_t step, std::span<const Scalar> scalars);
  void begin(double wall);
  void append(const std::string& record) const;

  RunDirectory run_;
  std::filesystem::path file_ = {};  // empty: nothing written yet
  std::size_t first_step_ = 0;       // of this session
};

}  // namespace rowgrad
