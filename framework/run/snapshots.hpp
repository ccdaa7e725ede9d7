// Snapshots: the rows of a run's tables as they were at some moments of its training, RUN/snapshots/NNNNNN.safetensors.
//
//   metadata  step, epoch (finished), epochs (to be done), fraction (of the run), loss (left out before the first step)
//   ids       (n x 1) U32: which rows, the same for each table
//   others    (n x d) F16, or F32 where float16 is not enough: these rows of the parameter of that name
//
// Files are numbered in the order of their steps. run/snapshot_taker.hpp makes them.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "run/run_directory.hpp"

namespace rowgrad {

struct SnapshotMoment {
  std::size_t step = 0, epoch = 0, epochs = 0;  // finished, finished, to be done as planned then
  double fraction = 0.0;                        // of the run as planned then
  std::optional<double> loss = {};              // of the epoch so far, in nats; none before the first step
};

struct Snapshot : SnapshotMoment {
  std::vector<Id> ids;                          // of the kept rows; not checked against any vocabulary
  std::map<std::string, Matrix<float>> tables;  // by parameter name, (ids x d)
};

/// In the order of their steps; none if the run keeps none.
std::vector<std::filesystem::path> snapshot_files(const RunDirectory& run);
/// Its number, from its name. REQUIRES: it is one of snapshot_files().
std::size_t snapshot_number(const std::filesystem::path& file);

/// Throws an input Error if the file is missing or damaged, before it allocates what a damaged size asks for.
Snapshot read_snapshot(const std::filesystem::path& file);
/// The same without the tables.
SnapshotMoment read_snapshot_moment(const std::filesystem::path& file);

/// Writes atomically. Throws Error.
void write_snapshot(const std::filesystem::path& file, const Snapshot& snapshot);

/// Removes the snapshots of steps after `step`, which will be done, and kept, again; and those that do not say of which
/// step they are. Throws a run Error.
void cut_snapshots(const RunDirectory& run, std::size_t step);

}  // namespace rowgrad
