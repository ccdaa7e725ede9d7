// Engine: how a run's steps are done. Its keys are the config's "train" section.
#pragma once

#include "comm/one_process.hpp"
#include "data/dataset.hpp"
#include "engine/train_options.hpp"
#include "optim/schedule.hpp"
#include "optim/update_rule.hpp"
#include "run/run_observer.hpp"

namespace rowgrad {

/// What is trained, on what and by which rule. Immutable; everything must outlive the run.
struct TrainingContext {
  const Graph& graph;
  const Dataset& dataset;
  const UpdateRule& rule;
  const Json& rule_settings;  // the config's "optimizer" section with every default filled in
  const Schedule& schedule;
  Random random;  // of the run's seed
  Communicator& communicator = one_process();
};

class Engine {
 public:
  virtual ~Engine() = default;
  virtual void declare(Keys& keys) { options.declare(keys); }
  /// Throws an input Error if so many ranks cannot share a run of this engine; `train` is where its keys stand.
  virtual void check_ranks(int ranks, const Where& train) const;
  /// Of how many batches, which ranks may share out, a step is made.
  virtual std::size_t slots() const { return 1; }
  /// Whether each step reads what the one before it wrote.
  virtual bool keeps_steps_in_order() const { return true; }

  /// Trains from where `state` stands to the last epoch, or until the observer wishes to stop: then the state can be
  /// given to another run() to go on. Throws a run Error if the loss is no longer finite.
  virtual RunState run(const TrainingContext& context, RunState state, RunObserver& observer) const = 0;

  /// Whether nothing is left to do: the last epoch is done, or early stopping has lost its patience.
  bool is_finished(const RunState& state) const {
    return state.epoch >= options.epochs || (options.patience > 0 && state.best.waited >= options.patience);
  }

  TrainOptions options;
};

}  // namespace rowgrad
