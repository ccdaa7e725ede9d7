#include <fmt/format.h>

#include <algorithm>

#include "comm/together.hpp"
#include "core/command_name.hpp"
#include "core/error.hpp"
#include "run/marker.hpp"
#include "run/run_lock.hpp"
#include "run/run_recorder.hpp"
#include "run/snapshots.hpp"
#include "session/identity.hpp"
#include "session/memory.hpp"
#include "session/model_is_current.hpp"
#include "session/same_on_ranks.hpp"
#include "session/sharding_check.hpp"
#include "session/stored_model.hpp"
#include "session/train.hpp"
#include "session/train_to_end.hpp"

namespace rowgrad {
namespace {

CheckpointFile open_checkpoint(const RunDirectory& run) {
  if (run.has_checkpoint()) return CheckpointFile(run.checkpoint());
  throw input_error(run.path().string(), "has no checkpoint to go on from",
                    "start it again: without --resume, or with --overwrite if it holds a model");
}

void require_same_data(const CheckpointFacts& facts, const Experiment& experiment, const RunDirectory& run) {
  const std::size_t tokens = experiment.dataset->token_count(Split::train);
  if (facts.tokens == tokens) return;
  throw input_error(
      run.path().string(),
      fmt::format("the training data has changed: the run began with {} tokens, found {}", facts.tokens, tokens),
      "restore the data, or start a new run with --init-from");
}

// Which part of the epoch under way is done. Only a source knows where in its data a pass can stand; without training
// it needs no random order to say so.
double part_of_epoch(const CheckpointFile& checkpoint, const Experiment& experiment, const RunState& state) {
  double done = 0.0;
  for (std::size_t s = 0; s < state.shards.size(); ++s) {
    done += state.shards[s].status == ShardPosition::Status::done ? 1.0 : 0.0;
    if (state.shards[s].status != ShardPosition::Status::under_way) continue;
    BatchRequest request;
    request.shard = s;
    request.shards = state.shards.size();
    try {
      const auto source = experiment.dataset->batches(request);
      source->seek(state.shards[s].at);
      done += source->progress();
    } catch (const Error& e) {
      throw checkpoint.damaged(e.what());
    }
  }
  return state.shards.empty() ? 0.0 : done / static_cast<double>(state.shards.size());
}

// A run that was opened again: its data is what it was, and so is its config but for more epochs.
struct Reopened {
  Experiment experiment;
  CheckpointFacts facts;
  RunState state;
  double part = 0.0;  // of the epoch under way
};

// Writes nothing before whatever may be wrong with the input is known. Collective. REQUIRES: the run is locked.
Reopened reopen(const RunSpec& spec, const RunDirectory& run, RunObserver& observer, Communicator& communicator) {
  const CheckpointFile checkpoint = together(communicator, [&] { return open_checkpoint(run); });
  CheckpointFacts facts;
  RunIdentity identity;
  const KnownNames known = together(communicator, [&] {
    facts = checkpoint.facts();
    identity = identity_of(spec, run);
    require_same(checkpoint, identity, spec, run);
    return KnownNames{run.vocabularies(), /*complete=*/true};
  });
  Experiment experiment = together(communicator, [&] { return load_experiment(spec, known, communicator); });
  require_same_on_ranks(experiment, communicator);
  together(communicator, [&] {
    check_sharding(spec, experiment.graph, communicator);
    require_memory(experiment, communicator);
  });
  return together(communicator, [&] {
    observer.data_read(*experiment.dataset);
    require_same_data(facts, experiment, run);
    RunState state = read_state(checkpoint, experiment, communicator);
    const double part = part_of_epoch(checkpoint, experiment, state);
    facts.identity = std::move(identity);
    return Reopened{std::move(experiment), std::move(facts), std::move(state), part};
  });
}

// The run's files, of version 0.1 too, stand in a marker; metrics and snapshots end where the checkpoint is.
void prepare(const RunDirectory& run, const Reopened& reopened) {
  if (!read_marker(run.path())) write_marker(run.path(), {run_file_names()});
  cut_metrics(run, reopened.facts.metrics_bytes);
  cut_snapshots(run, reopened.state.step);
}

void lock_run(const RunDirectory& run, std::optional<RunLock>& lock) {
  run.require_run();
  lock.emplace(run.path());
}

void require_unfinished(const RunDirectory& run, std::size_t step) {
  if (!model_is_current(run)) return;
  const std::string path = run.path().string();
  throw input_error("--finish", fmt::format("{} is finished already: its model is of step {}", path, step),
                    fmt::format("use it, or train on: {} --resume --out {} --set train.epochs=N", command_name("train"),
                                shell_word(path)));
}

}  // namespace

std::optional<Summary> resume(const RunSpec& spec, const std::filesystem::path& out, RunObserver& observer,
                              Communicator& communicator) {
  const Stopwatch watch;
  spec.engine->check_ranks(communicator.size(), spec.where / "train");
  const RunDirectory run(out);
  std::optional<RunLock> lock;
  on_first(communicator, [&] { lock_run(run, lock); });
  Reopened reopened = reopen(spec, run, observer, communicator);
  on_first(communicator, [&] {
    prepare(run, reopened);
    run.write_config(spec.resolved);
    observer.placed(out);
  });
  return train_to_end(run, reopened.experiment, std::move(reopened.facts), std::move(reopened.state), observer, watch,
                      communicator);
}

Summary finish_early(const RunSpec& spec, const std::filesystem::path& out, RunObserver& observer,
                     Communicator& communicator) {
  const Stopwatch watch;
  const RunDirectory run(out);
  std::optional<RunLock> lock;
  on_first(communicator, [&] { lock_run(run, lock); });
  Reopened reopened = reopen(spec, run, observer, communicator);
  const std::size_t step = reopened.state.step;
  on_first(communicator, [&] {
    require_unfinished(run, step);
    prepare(run, reopened);
    observer.placed(out);
  });
  const double load_seconds = watch.seconds();
  const double passes = static_cast<double>(reopened.state.epoch) + reopened.part;
  FinishedRun finished = finish(reopened.experiment, std::move(reopened.state));
  finished.passes = passes;
  const std::string kept =
      finished.best_epoch > 0 ? fmt::format("; epoch {}, the best so far, is kept", finished.best_epoch) : "";
  observer.note(fmt::format("finished from the checkpoint of step {}, {:.2f} of {} epochs{}", step, passes,
                            spec.engine->options.epochs, kept));
  return conclude(run, reopened.experiment, std::move(finished), load_seconds, watch, communicator);
}

}  // namespace rowgrad
