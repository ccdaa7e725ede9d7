#include "session/train_to_end.hpp"

#include <fmt/format.h>

#include <cmath>

#include "comm/together.hpp"
#include "core/atomic_file.hpp"
#include "engine/non_finite.hpp"
#include "run/run_recorder.hpp"
#include "run/tensorboard.hpp"
#include "session/snapshot_rows.hpp"

namespace rowgrad {
namespace {

void require_finite(const RunState& state) {
  const std::string found = first_non_finite_parameter(state);
  if (found.empty()) return;
  throw run_error("training", fmt::format("{} after step {}", found, state.step), "lower optimizer.lr");
}

// Weights that are finite can be too large all the same.
void require_finite(const Summary& summary) {
  for (const auto& [split, metrics] : summary.splits) {
    if (!std::isfinite(metrics.loss))
      throw run_error("training", fmt::format("the {} loss of the final model is not finite", split_name(split)),
                      "lower optimizer.lr");
  }
}

void require_steps(const Experiment& experiment, const RunState& state) {
  if (state.step > 0 || state.epoch == 0) return;
  throw(experiment.spec.data_where() / "train")
      .error("the training data gives no batch at all", "give more data, or loosen a threshold such as data.subsample");
}

// What ranks but the first do of a recorder's work.
class Saver : public RunObserver {
 public:
  explicit Saver(RunRecorder& recorder) : recorder_(recorder) {}
  void save(const RunState& state) override { recorder_.save(state); }

 private:
  RunRecorder& recorder_;
};

std::optional<SnapshotTaker> snapshot_taker(const RunDirectory& run, const Experiment& experiment,
                                            RunObserver& observer) {
  const std::size_t count = experiment.spec.engine->options.snapshots;
  if (count == 0) return std::nullopt;
  SnapshotRows kept = snapshot_rows(experiment);
  if (!kept.ids.empty() && !kept.tables.empty())
    return SnapshotTaker(run, count, std::move(kept), *experiment.spec.rule);
  observer.note("no snapshots are kept: no table that is trained is looked up by tokens");
  return std::nullopt;
}

}  // namespace

std::optional<Summary> train_to_end(const RunDirectory& run, const Experiment& experiment, CheckpointFacts facts,
                                    RunState state, RunObserver& observer, const Stopwatch& watch,
                                    Communicator& communicator) {
  const Engine& engine = *experiment.spec.engine;
  RunRecorder recorder(run, std::move(facts), engine.options.checkpoint_seconds, communicator);
  Saver saver(recorder);
  TensorBoard tensorboard(run);
  auto snapshots = communicator.first() ? snapshot_taker(run, experiment, observer) : std::nullopt;
  RunObservers observers{&saver, &observer};
  if (communicator.first()) {
    observers = {&recorder, &observer};
    if (engine.options.tensorboard) observers.add(tensorboard);
    if (snapshots) observers.add(*snapshots);
  }
  const double load_seconds = watch.seconds();
  state = engine.run(experiment.context(communicator), std::move(state), observers);
  if (!engine.is_finished(state)) return std::nullopt;
  require_steps(experiment, state);
  together(communicator, [&] { require_finite(state); });
  recorder.save(state);  // with more epochs, training goes on from there
  return conclude(run, experiment, finish(experiment, std::move(state)), load_seconds, watch, communicator);
}

Summary conclude(const RunDirectory& run, const Experiment& experiment, FinishedRun finished, double load_seconds,
                 const Stopwatch& watch, Communicator& communicator) {
  Summary summary = summarise(experiment, finished, communicator);
  require_finite(summary);
  write_model(run, experiment, finished, communicator);
  on_first(communicator, [&] {
    summary.seconds_load = load_seconds;
    summary.seconds_total = watch.seconds();
    write_atomically(run.summary(), to_json(summary).dump(2) + "\n");
  });
  return summary;
}

}  // namespace rowgrad
