// RunObserver: hears how a run goes and may ask for a look at its state, to save or to stop: a metrics file, a progress
// bar, checkpoints, a caller's callback. Engines tell it and know nothing else of the outside.
//
// All calls of one run come one at a time; logged() may come from another thread than the one that called run().
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/dataset.hpp"
#include "run/run_state.hpp"
#include "run/touched_rows.hpp"

namespace rowgrad {

/// How far a run is, after a step or every few milliseconds.
struct RunProgress {
  std::size_t epoch = 0, epochs = 0;  // finished, and to be done
  std::size_t step = 0;               // finished
  double fraction = 0.0;              // of the run, in [0, 1]
  double loss = 0.0;                  // mean over the epoch so far, in nats
  std::size_t tokens = 0;             // of the input text that all epochs read
  double seconds = 0.0;               // spent training, in all sessions of the run

  /// Tokens of the input text read so far, per second of training.
  double tokens_per_second() const { return seconds > 0.0 ? fraction * static_cast<double>(tokens) / seconds : 0.0; }
};

/// A training step worth a line of metrics.
struct StepMetrics {
  std::size_t epoch = 0, step = 0;
  double loss = 0.0;  // mean over the epoch so far
  double lr = 0.0;    // the learning rate now
  TouchedRows rows_touched = {};
  double seconds = 0.0;  // spent training, in all sessions of the run
};

/// Early stopping after an epoch.
struct Patience {
  std::string best_by;         // what is better on the dev split: "loss" or "accuracy"
  std::size_t best_epoch = 0;  // whose parameters would be kept now
  std::size_t waited = 0;      // epochs since
  bool exhausted = false;      // training stops, with epochs left or not
};

struct EpochMetrics {
  std::size_t epoch = 0, epochs = 0, step = 0;  // finished, to be done, finished
  double seconds = 0.0;                         // spent training, in all sessions of the run
  double train_loss = 0.0;                      // mean over the epoch, as trained
  std::optional<Metrics> dev = {};              // if there is a dev split
  std::optional<Patience> patience = {};        // with early stopping
  bool last = false;                            // training ends here

  /// Whether this epoch is the best so far, with early stopping.
  bool best() const { return patience && patience->best_epoch == epoch; }
};

/// What an observer wants to happen next, from the least to the most.
enum class Wish { go_on, look, save, save_and_stop };

class RunObserver {
 public:
  virtual ~RunObserver() = default;

  /// The data was read: what of it there is to tell, and to warn of.
  virtual void data_read(const Dataset& dataset) {
    for (const std::string& text : dataset.notes()) note(text);
  }
  /// The run is written to this folder: known once nothing is wrong with the input, before training begins.
  virtual void placed(const std::filesystem::path& /*run*/) {}
  /// Training begins, or goes on from a checkpoint.
  virtual void started(const RunProgress&) {}
  virtual Wish progressed(const RunProgress&) { return Wish::go_on; }
  virtual void logged(const StepMetrics&) {}
  virtual Wish epoch_ended(const EpochMetrics&) { return Wish::go_on; }
  /// What the state is between two steps: called before the first step of a session, and when an observer wished for a
  /// look or more, before anything is saved. An observer that needs none at the moment ignores it. Under exact rows
  /// (optim/exact_rows.hpp) rows may be behind.
  virtual void look(const RunState& /*state*/, const RunProgress&) {}
  /// The run can be continued from `state`; called when an observer wished for it, before a stop too. All ranks come
  /// here together, and one that throws has to end the others itself.
  virtual void save(const RunState& /*state*/) {}
  virtual void finished(const RunProgress&) {}
  /// Something worth telling a user, a sentence.
  virtual void note(const std::string& /*text*/) {}
};

/// Several observers as one; the strongest wish counts. They must outlive it.
class RunObservers : public RunObserver {
 public:
  RunObservers(std::initializer_list<RunObserver*> observers) : observers_(observers) {}
  void add(RunObserver& observer) { observers_.push_back(&observer); }

  void data_read(const Dataset& dataset) override;
  void placed(const std::filesystem::path& run) override;
  void started(const RunProgress& progress) override;
  Wish progressed(const RunProgress& progress) override;
  void logged(const StepMetrics& metrics) override;
  Wish epoch_ended(const EpochMetrics& metrics) override;
  void look(const RunState& state, const RunProgress& progress) override;
  void save(const RunState& state) override;
  void finished(const RunProgress& progress) override;
  void note(const std::string& text) override;

 private:
  std::vector<RunObserver*> observers_;
};

}  // namespace rowgrad
