// Which rows of which tables a run's snapshots keep, by its "train" section.
#pragma once

#include "run/snapshot_taker.hpp"
#include "session/experiment.hpp"

namespace rowgrad {

/// The ids of "snapshot_words", or those of the "snapshot_rows" most frequent tokens. Rows that stand for no token by
/// name, such as those of hashed n-grams, are never kept. Throws an input Error at a word that is no token of the data.
std::vector<Id> snapshot_ids(const Experiment& experiment);

/// These rows of every table that is trained and looked up by token ids.
SnapshotRows snapshot_rows(const Experiment& experiment);

}  // namespace rowgrad
