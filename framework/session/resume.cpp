#include <fmt/format.h>

#include "core/error.hpp"
#include "run/marker.hpp"
#include "run/run_lock.hpp"
#include "run/run_recorder.hpp"
#include "session/identity.hpp"
#include "session/stored_model.hpp"
#include "session/train.hpp"
#include "session/train_to_end.hpp"

namespace rowgrad {
namespace {

CheckpointFile open_checkpoint(const RunDirectory& run) {
  if (run.has_checkpoint()) return CheckpointFile(run.checkpoint());
  throw input_error(run.path().string(), "has no checkpoint to resume from",
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

// Only a source knows where in its data a pass can stand. Without training it needs no random order to say so.
void require_positions(const CheckpointFile& checkpoint, const Experiment& experiment, const RunState& state) {
  for (std::size_t s = 0; s < state.shards.size(); ++s) {
    if (state.shards[s].status != ShardPosition::Status::under_way) continue;
    BatchRequest request;
    request.shard = s;
    request.shards = state.shards.size();
    try {
      experiment.dataset->batches(request)->seek(state.shards[s].at);
    } catch (const Error& e) {
      throw checkpoint.damaged(e.what());
    }
  }
}

}  // namespace

std::optional<Summary> resume(const RunSpec& spec, const std::filesystem::path& out, RunObserver& observer) {
  const Stopwatch watch;
  const RunDirectory run(out);
  run.require_run();
  const RunLock lock(out);
  const CheckpointFile checkpoint = open_checkpoint(run);
  CheckpointFacts facts = checkpoint.facts();
  RunIdentity identity = identity_of(spec, run);
  require_same(checkpoint, identity, spec, run);
  const Experiment experiment = load_experiment(spec, run.vocabularies());
  for (const std::string& note : experiment.dataset->notes()) observer.note(note);
  require_same_data(facts, experiment, run);
  RunState state = read_state(checkpoint, experiment);
  require_positions(checkpoint, experiment, state);
  // Whatever may be wrong with the input is known by now: only then something is written.
  if (!read_marker(out)) write_marker(out, {run_file_names()});
  cut_metrics(run, facts.metrics_bytes);
  run.write_config(spec.resolved);
  facts.identity = std::move(identity);
  return train_to_end(run, experiment, std::move(facts), std::move(state), observer, watch);
}

}  // namespace rowgrad
