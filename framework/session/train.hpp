// train(), resume() and finish_early(): one run in its directory, from a spec to a summary.
//
// Each is collective: all ranks of `communicator` call it with the same arguments but for the observer, and get the
// same summary. Rank 0 writes the directory, and what goes wrong on one rank is thrown on all (comm/together.hpp).
#pragma once

#include <optional>

#include "session/results.hpp"

namespace rowgrad {

struct TrainRequest {
  std::filesystem::path out;
  std::filesystem::path init_from = {};  // a run to start from (session/start_from.hpp); empty: none
  bool overwrite = false;                // replace the run in `out`
  bool beside = false;                   // if `out` is taken, write to the first of out-2, out-3… that is not
};

/// Trains a new run, evaluates it and writes its directory. Returns nothing if `observer` wished to stop: the run is
/// saved then, and resume() goes on with it. Throws Error, an input Error too if `out` holds a run or files that are
/// not rowgrad's, or is being written. A run that fails before its first checkpoint leaves nothing; one that was to be
/// replaced stays as it was unless the new one is finished or saved.
std::optional<Summary> train(const RunSpec& spec, const TrainRequest& request, RunObserver& observer,
                             Communicator& communicator = one_process());

/// Makes a finished run of the checkpoint in `out`, without further training, and notes from where. It is evaluated and
/// written as at the end of train(), and resume() may still go on with it. Throws Error as resume() does, an input
/// Error too if it is finished already.
Summary finish_early(const RunSpec& spec, const std::filesystem::path& out, RunObserver& observer,
                     Communicator& communicator = one_process());

/// Goes on with the run in `out` from its checkpoint. `spec` is the run's own, or has more epochs. Throws Error, an
/// input Error too if the data, the vocabularies or the settings are no longer those that the checkpoint was made with.
std::optional<Summary> resume(const RunSpec& spec, const std::filesystem::path& out, RunObserver& observer,
                              Communicator& communicator = one_process());

}  // namespace rowgrad
