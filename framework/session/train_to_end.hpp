// What new runs, resumed ones and those that are finished early have in common, from a state to a summary.
#pragma once

#include <optional>

#include "core/stopwatch.hpp"
#include "run/checkpoint.hpp"
#include "session/results.hpp"

namespace rowgrad {

/// Trains to the last epoch, evaluates and writes what a finished run leaves; checkpoints carry `facts`. Returns
/// nothing if `observer` wished to stop; the run is saved then. `watch` began with the session. Of several ranks the
/// first writes. Throws Error. Collective.
std::optional<Summary> train_to_end(const RunDirectory& run, const Experiment& experiment, CheckpointFacts facts,
                                    RunState state, RunObserver& observer, const Stopwatch& watch,
                                    Communicator& communicator);

/// Evaluates and writes what a finished run leaves. `load_seconds` is when its data had been read, by `watch`. Throws
/// Error. Collective.
Summary conclude(const RunDirectory& run, const Experiment& experiment, FinishedRun finished, double load_seconds,
                 const Stopwatch& watch, Communicator& communicator);

}  // namespace rowgrad
