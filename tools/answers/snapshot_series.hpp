// The snapshots of a run, to be played one after the other.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "run/snapshots.hpp"
#include "session/experiment.hpp"

namespace rowgrad {

/// All of them, in order, all with the same rows. Throws an input Error if there are none, if they do not go together,
/// or if they are more than a browser plays with ease.
std::vector<Snapshot> snapshot_series(const std::filesystem::path& run);

/// The parameters u and v of skip-gram with negative sampling (models/word2vec/skip_gram_tables.hpp), by name.
struct SkipGramNames {
  std::string u, v;
};
/// Nothing for other models. In messages, `run` is where the experiment is from.
std::optional<SkipGramNames> skip_gram_names(const Experiment& experiment, const std::string& run);

}  // namespace rowgrad
