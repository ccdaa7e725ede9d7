// `--init-from`: a new run that starts from another one's parameters, by name.
//
// The data may have grown or changed meanwhile. Rows and columns that stand for a token or a label
// (session/row_meaning.hpp) are copied by its name; those of a name that the other run does not have stay as the config
// starts them. What cannot be the same thing starts anew: rows that follow from counts, such as the inner nodes of a
// Huffman tree, where the counts differ, and classes where the other run has no labels. All else must have the same
// shape and is copied as it is. The optimizer's state is not carried over.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "session/experiment.hpp"

namespace rowgrad {

/// The tokens and labels of the run in `path`, which a run that starts from it keeps beside those of its data.
/// Throws an input Error.
KnownNames names_of_start(const std::filesystem::path& path);

/// Copies the parameters of the run in `path` whose names this model has: those of its last checkpoint if it is not
/// finished (session/stored_model.hpp). `note` hears of that, of how many those were,
/// and of how many tokens and labels rows were taken, are new and were left out. Throws an input Error if no parameter
/// has a name of this model's, if shapes differ otherwise, or if tokens or labels are numbered differently and it is
/// not known which parameters that concerns.
void start_from(const std::filesystem::path& path, const Experiment& experiment, Parameters<float>& parameters,
                const std::function<void(const std::string&)>& note);

}  // namespace rowgrad
