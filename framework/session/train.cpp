#include "session/train.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/atomic_file.hpp"
#include "run/run_recorder.hpp"
#include "session/start_from.hpp"

namespace rowgrad {
namespace {

class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

void tell_notes(const Dataset& dataset, RunObserver& observer) {
  for (const std::string& note : dataset.notes()) observer.note(note);
}

void require_finite(const Parameters<float>& parameters, std::size_t step) {
  for (const auto& [spec, value] : parameters) {
    if (std::all_of(value.data(), value.data() + value.size(), [](float x) { return std::isfinite(x); })) continue;
    throw run_error("training", fmt::format("\"{}\" is no longer finite after step {}", spec.name, step),
                    "lower optimizer.lr");
  }
}

void require_steps(const Experiment& experiment, const RunState& state) {
  if (state.step > 0 || state.epoch == 0) return;
  throw(experiment.spec.data_where() / "train")
      .error("the training data gives no batch at all", "give more data, or loosen a threshold such as data.subsample");
}

// Trains to the end, evaluates and writes what a finished run leaves.
std::optional<Summary> train_to_end(const RunDirectory& run, const Experiment& experiment, RunState state,
                                    RunObserver& observer, const Stopwatch& watch) {
  const Engine& engine = *experiment.spec.engine;
  RunRecorder recorder(run, experiment.dataset->token_count(Split::train), engine.options.checkpoint_seconds);
  RunObservers observers{&recorder, &observer};
  const double load_seconds = watch.seconds();
  state = engine.run(experiment.context(), std::move(state), observers);
  if (!engine.is_finished(state)) return std::nullopt;
  require_steps(experiment, state);
  require_finite(state.parameters, state.step);
  recorder.save(state);  // before it is settled: with more epochs, training goes on from there
  settle(experiment, state);
  write_model(run, experiment, state.parameters);
  Summary summary = summarise(experiment, state);
  summary.seconds_load = load_seconds;
  summary.seconds_total = watch.seconds();
  write_atomically(run.summary(), to_json(summary).dump(2) + "\n");
  return summary;
}

// The same; a run that fails before its first checkpoint holds nothing that could be used, and is removed.
std::optional<Summary> train_or_discard(const RunDirectory& run, const Experiment& experiment, RunState state,
                                        RunObserver& observer, const Stopwatch& watch) {
  try {
    return train_to_end(run, experiment, std::move(state), observer, watch);
  } catch (...) {
    if (!run.has_checkpoint()) run.discard();
    throw;
  }
}

}  // namespace

std::optional<Summary> train(const RunSpec& spec, const TrainRequest& request, RunObserver& observer) {
  const Stopwatch watch;
  const RunDirectory run(request.out);
  const Experiment experiment = load_experiment(spec);
  tell_notes(*experiment.dataset, observer);
  RunState state = initial_state(experiment, [&](const std::string& note) { observer.note(note); });
  if (!request.init_from.empty()) {
    const std::size_t found = start_from(request.init_from, experiment, state.parameters);
    observer.note(
        fmt::format("{} of {} parameters start from {}", found, state.parameters.size(), request.init_from.string()));
  }
  // Whatever may be wrong with the input is known by now: only then an earlier run is touched.
  if (request.overwrite) run.clear();
  run.create(spec.resolved, experiment.dataset->vocabularies());
  return train_or_discard(run, experiment, std::move(state), observer, watch);
}

std::optional<Summary> resume(const RunSpec& spec, const std::filesystem::path& out, RunObserver& observer) {
  const Stopwatch watch;
  const RunDirectory run(out);
  const Experiment experiment = load_experiment(spec, run.vocabularies());
  tell_notes(*experiment.dataset, observer);
  if (!run.has_checkpoint())
    throw input_error(out.string(), "has no checkpoint to resume from", "start again with --overwrite");
  auto [state, facts] = read_checkpoint(run.checkpoint(), fresh_state(experiment),
                                        /*sharded=*/!spec.engine->keeps_steps_in_order());
  const std::size_t tokens = experiment.dataset->token_count(Split::train);
  if (facts.tokens != tokens) {
    throw input_error(
        out.string(),
        fmt::format("the training data has changed: the run began with {} tokens, found {}", facts.tokens, tokens),
        "restore the data, or start a new run with --init-from");
  }
  cut_metrics(run, facts.metrics_bytes);
  run.write_config(spec.resolved);
  return train_or_discard(run, experiment, std::move(state), observer, watch);
}

}  // namespace rowgrad
