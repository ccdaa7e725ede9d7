// Rows of a parameter that start from a file of word vectors, `"init": {"file": …}`.
#pragma once

#include <functional>
#include <string>

#include "session/experiment.hpp"

namespace rowgrad {

/// Reads the files that parameters name and copies each token's vector into its row; other rows stay as they are.
/// `note` hears how many were found. Throws an input Error if a file does not fit: no such file, another width, rows
/// that are not tokens, or no token found.
void start_from_files(Parameters<float>& parameters, const Experiment& experiment,
                      const std::function<void(const std::string&)>& note);

}  // namespace rowgrad
