// Short runs with snapshots, and what they keep.
#pragma once

#include "run/snapshots.hpp"
#include "tests/trained.hpp"

namespace rowgrad {

/// configs/sentiment.json for three epochs of 32 steps.
inline RunSpec sentiment(std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"train.epochs=3", "train.log_every=10"});
  return shipped_spec("sentiment", more);
}

inline std::vector<Snapshot> snapshots_of(const std::filesystem::path& run) {
  std::vector<Snapshot> snapshots;
  for (const auto& file : snapshot_files(RunDirectory(run))) snapshots.push_back(read_snapshot(file));
  return snapshots;
}

inline std::vector<std::size_t> steps_of(const std::filesystem::path& run) {
  std::vector<std::size_t> steps;
  for (const Snapshot& snapshot : snapshots_of(run)) steps.push_back(snapshot.step);
  return steps;
}

}  // namespace rowgrad
