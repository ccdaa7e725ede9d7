// Whether a run's model is what its training came to: a run that got more epochs has the model of before until it ends.
#pragma once

#include "run/run_directory.hpp"

namespace rowgrad {

/// False if there is no model, or if the checkpoint is of a later step than the summary, or there is none of the
/// latter. A checkpoint that is missing or damaged makes no model older. Reads both files; throws nothing.
bool model_is_current(const RunDirectory& run);

}  // namespace rowgrad
