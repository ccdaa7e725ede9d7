// What to try with a run that is finished.
#pragma once

#include <string>

#include "run/run_directory.hpp"
#include "session/run_spec.hpp"

namespace rowgrad {

/// A command that can be pasted and asks the run what it is for: predict, nearest or generate.
std::string next_command(const RunDirectory& run, const RunSpec& spec);

}  // namespace rowgrad
