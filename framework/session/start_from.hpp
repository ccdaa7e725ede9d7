// `--init-from`: a new run that starts from another one's parameters, by name.
#pragma once

#include <filesystem>
#include <string>

#include "session/experiment.hpp"

namespace rowgrad {

/// Copies the parameters of the finished run in `path` whose names this model has. Returns how many those were. Throws
/// an input Error if there are none, if shapes differ, or if the two runs number their tokens differently.
std::size_t start_from(const std::filesystem::path& path, const Experiment& experiment, Parameters<float>& parameters);

}  // namespace rowgrad
