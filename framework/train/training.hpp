// Training: the changing state of one run: parameters, optimizer, where it stands, and what it reports.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

#include "optim/optimizer.hpp"
#include "train/early_stopping.hpp"
#include "train/evaluate.hpp"
#include "train/progress.hpp"
#include "train/run_directory.hpp"

namespace rowgrad {

/// Thrown after a signal, when the run is saved.
struct Interrupted {
  int signal;
};

/// The signal that asks for the run to be saved and ended, 0 if there is none. Set by `train`, read once a step.
extern std::atomic<int> pending_signal;

class Training {
 public:
  Training(Experiment& experiment, const RunDirectory& run, Progress& progress);

  Experiment& experiment;
  const RunDirectory& run;
  Parameters<float> parameters;
  Optimizer<float> optimizer;

  // Where the run stands.
  std::size_t epoch = 0;
  std::size_t step = 0;
  Json position;                 // within the epoch; null at its start
  LossMeter epoch_loss;          // of this epoch, as trained
  double last_epoch_loss = 0.0;  // of the last finished epoch
  double train_seconds = 0.0;    // of earlier sessions of this run
  EarlyStopping early_stopping;

  /// Whether the last epoch is done, or early stopping has lost its patience.
  bool finished() const { return epoch >= experiment.engine().options.epochs || early_stopping.exhausted(); }

  /// The random stream of an epoch's data, and the mode of a training step.
  Random epoch_random() const { return experiment.random().stream("data").stream(epoch); }
  Mode mode(std::size_t of_step) const { return {true, experiment.random().stream("step").stream(of_step)}; }
  Mode mode() const { return mode(step); }
  double learning_rate(double epoch_progress) const;

  /// Starts the clock of seconds_training() and of the progress shown. Call when training begins.
  void start();

  /// Appends one line to metrics.jsonl. `lr` is the learning rate of the step just done.
  void log(const char* split, double loss, double lr, std::size_t rows_touched);
  void log(const char* split, const Metrics& metrics);
  /// Shows progress if it is time; throws Error if the loss is no longer finite.
  void report(double epoch_progress);
  /// Whether save() should be called: some time has passed since the last, or a signal arrived.
  bool save_due() const;
  /// Saves a checkpoint; throws Interrupted if a signal arrived.
  void save(const Json& position_now);
  /// All three, after a step of a single source.
  void after_step(const BatchSource& source);
  /// Closes the epoch: dev loss, checkpoint.
  void end_epoch();

  void save_checkpoint(const Json& position_now);
  /// Throws Error if there is no checkpoint, it is damaged, or the training data has changed since.
  void load_checkpoint();

  /// Of all sessions of this run, in this one since start().
  double seconds_training() const;
  /// Throws a run Error if a parameter is not finite.
  void require_finite() const;
  /// Shows the run as done.
  void report_end();

 private:
  double fraction_done(double epoch_progress) const;
  void restore_state(const Json& state);
  std::size_t metrics_size() const;  // bytes, 0 if there are none
  void append_metrics(const Json& line);
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point saved_ = started_;
  Progress& progress_;
};

}  // namespace rowgrad
