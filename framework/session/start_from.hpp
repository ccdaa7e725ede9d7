// `--init-from`: a new run that starts from another one's parameters, by name.
//
// The other run may number its tokens and labels differently, and know more of them: rows and columns that stand for
// one (session/row_meaning.hpp) are copied by its name. All else must have the same shape and is copied as it is.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "session/experiment.hpp"

namespace rowgrad {

/// Copies the parameters of the run in `path` whose names this model has: those of its last checkpoint if it is not
/// finished, which `note` hears (session/stored_model.hpp). Returns how many those were. Throws
/// an input Error if there are none, if shapes differ, if the other run lacks a token or label that this one has, or if
/// it numbers them differently and it is not known which parameters that concerns.
std::size_t start_from(const std::filesystem::path& path, const Experiment& experiment, Parameters<float>& parameters,
                       const std::function<void(const std::string&)>& note = {});

}  // namespace rowgrad
