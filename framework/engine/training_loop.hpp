// TrainingLoop: what all engines do around their steps: learning rate, random streams, reports, the end of an epoch.
#pragma once

#include <chrono>

#include "core/error.hpp"
#include "engine/engine.hpp"
#include "optim/optimizer.hpp"

namespace rowgrad {

/// Lives for one Engine::run(). Not thread-safe.
class TrainingLoop {
 public:
  /// Everything must outlive the loop.
  TrainingLoop(const Engine& engine, const TrainingContext& context, RunState& state, RunObserver& observer);

  Optimizer<float>& optimizer() { return optimizer_; }
  /// Whether another epoch is to be done.
  bool goes_on() const { return !stopped_ && !engine_.is_finished(state_); }

  /// The request for the training data of the epoch under way.
  BatchRequest request(std::size_t shard = 0, std::size_t shards = 1) const;
  Mode mode(std::size_t step) const;
  double learning_rate(double epoch_progress) const;

  /// Whether the schedule is still warming up: the rate then changes from batch to batch.
  bool warms_up() const { return state_.step < context_.schedule.warmup_steps(); }

  /// The strongest wish of all ranks. Collective.
  [[nodiscard]] Wish agree(Wish wish) const;
  /// Tells the observer; returns what it wishes, or wished before and did not get.
  [[nodiscard]] Wish report(double epoch_progress);
  /// Lets the observer look at the state and, if it wished for that, saves; to be called when it wished for anything,
  /// with the shards' positions in the state. Returns whether to stop. Throws a run Error, and leaves the checkpoint
  /// before, if a parameter to be saved is no longer finite.
  bool grant(Wish wish, double epoch_progress);
  /// The run Error of a loss that is not finite in step `step`, counted from 1: where that began (a phrase, or empty),
  /// and which checkpoint stays.
  Error non_finite_loss(double loss, std::size_t step, const std::string& where) const;
  /// Whether the step just done, which stands for `batches` batches, is worth a line of metrics. To be asked after
  /// each.
  bool log_due(std::size_t batches = 1);
  /// Tells of it. `rows_touched` are the rows that received gradient, by parameter, summed over the `batches`.
  void log(double lr, std::span<const std::size_t> rows_touched, std::size_t batches = 1);
  /// Closes the epoch: dev split, early stopping, and what the observer wishes between two epochs. Throws a run Error
  /// if the dev split's loss is not finite.
  void end_epoch();
  /// Stops the clock and tells the observer.
  void finish();

 private:
  RunProgress progress(double epoch_progress) const;
  void save();
  TouchedRows touched_rows(std::span<const std::size_t> counts, std::size_t batches) const;
  Error diverged(const std::string& what) const;
  EpochMetrics epoch_metrics();
  double seconds() const;
  void stop_clock();

  const Engine& engine_;
  const TrainingContext& context_;
  RunState& state_;
  RunObserver& observer_;
  Optimizer<float> optimizer_;
  std::size_t tokens_;
  bool stopped_ = false;
  Wish wish_ = Wish::go_on;                                           // the strongest since one was granted
  std::size_t saved_step_;                                            // of the last checkpoint; 0: there is none
  std::size_t asked_at_step_;                                         // log_due()
  std::vector<bool> wanted_;                                          // inputs that the graph reads
  std::vector<RowsRead> reads_;                                       // by parameter
  std::shared_ptr<PassOrder> order_ = std::make_shared<PassOrder>();  // of the epoch under way
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace rowgrad
