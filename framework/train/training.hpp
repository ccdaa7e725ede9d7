// Training: the changing state of one run: parameters, optimizer, where it stands, and what it reports.
#pragma once

#include <chrono>
#include <csignal>
#include <memory>
#include <optional>

#include "optim/optimizer.hpp"
#include "train/evaluate.hpp"
#include "train/progress.hpp"
#include "train/run_directory.hpp"

namespace rowgrad {

/// Thrown after a signal, when the run is saved.
struct Interrupted {
  int signal;
};

/// Set by the signal handlers of `train`, read once a step.
extern volatile std::sig_atomic_t pending_signal;

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

  /// The random stream of an epoch's data, and the mode of a training step.
  Random epoch_random() const { return experiment.random().stream("data").stream(epoch); }
  Mode mode() const { return {true, experiment.random().stream("step").stream(step)}; }
  double learning_rate(double epoch_progress) const;

  /// Appends one line to metrics.jsonl.
  void log(const char* split, double loss, std::size_t rows_touched);
  void log(const char* split, const Metrics& metrics);
  /// Reports, and saves if it is time or a signal arrived; throws Interrupted then. Call after every step.
  void after_step(const BatchSource& source);
  /// Closes the epoch: dev loss, checkpoint.
  void end_epoch();

  void save_checkpoint(const Json& position_now);
  /// Throws Error if there is no checkpoint or it does not fit.
  void load_checkpoint();

  double seconds_training() const;

 private:
  void append_metrics(const Json& line);
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point saved_ = started_;
  Progress& progress_;
};

}  // namespace rowgrad
