// What a resumed run may change: nothing but a larger number of epochs.
#pragma once

#include "session/run_spec.hpp"
#include "tools/train_arguments.hpp"

namespace rowgrad {

/// The spec of the run in --out, with more epochs if those are asked for. What --set or --config repeat of it, such as
/// the whole command that began the run, changes nothing and is welcome. A run that was to replace it and was killed
/// after a checkpoint takes its place first (run/replacement.hpp). Throws an input Error.
RunSpec resumed_spec(const TrainArguments& arguments);

}  // namespace rowgrad
