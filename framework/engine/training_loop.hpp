// TrainingLoop: what all engines do around their steps: learning rate, random streams, reports, the end of an epoch.
#pragma once

#include <chrono>

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

  /// Tells the observer; returns what it wishes. Throws a run Error if the loss is no longer finite.
  Wish report(double epoch_progress);
  /// Saves; to be called when that was wished, with the shards' positions in the state. Returns whether to stop.
  bool save(Wish wish);
  /// Whether the step just done is worth a line of metrics, and telling of it.
  bool log_due() const { return state_.step % engine_.options.log_every == 0; }
  void log(double lr, std::size_t rows_touched);
  /// Closes the epoch: dev split, early stopping.
  void end_epoch();
  /// Stops the clock and tells the observer.
  void finish();

 private:
  RunProgress progress(double epoch_progress) const;
  void stop_clock();

  const Engine& engine_;
  const TrainingContext& context_;
  RunState& state_;
  RunObserver& observer_;
  Optimizer<float> optimizer_;
  std::size_t tokens_;
  bool stopped_ = false;
  std::vector<bool> wanted_;  // inputs that the graph reads
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace rowgrad
