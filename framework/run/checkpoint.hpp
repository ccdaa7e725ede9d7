// Checkpoint: a RunState on disk, in one safetensors file: the parameters by name, the optimizer's matrices under
// "optimizer/", the best epoch's parameters under "best/", and the rest as JSON in the metadata "state":
//
//   {"format": 2, "epoch": …, "step": …, "shards": […], …,
//    "identity": {"config": {…}, "files": {"data.train": "<hash>", "vocab.txt": "<hash>", …}},
//    "checksums": {"embed.weight": "<hash>", …}}
//
// A table whose rows several ranks wrote has a hash for each few megabytes of rows (run/checksums.hpp).
//
// The metadata "checksum" is the hash of that text, so that every byte of the file is covered (run/content_hash.hpp).
// Version 0.1 wrote neither hashes nor identity; its files are read all the same.
#pragma once

#include <filesystem>
#include <map>

#include "comm/one_process.hpp"
#include "io/safetensors.hpp"
#include "run/run_state.hpp"
#include "run/state_check.hpp"

namespace rowgrad {

/// What a run is trained by and on: what may not change while it goes on.
struct RunIdentity {
  Json config;                               // resolved; null: unknown, as version 0.1 did not write it
  std::map<std::string, std::string> files;  // hashes, by the config's key or the name in the run directory
};

/// What a checkpoint says besides the state: to recognise the data, and to take the metrics back to where it stood.
struct CheckpointFacts {
  std::size_t tokens = 0;         // of the training data
  std::size_t metrics_bytes = 0;  // of metrics.jsonl
  RunIdentity identity = {};
};

/// How far the run was, without the state itself.
struct CheckpointPosition {
  std::size_t epoch = 0, step = 0;  // finished
  double seconds = 0.0;             // spent training
};

struct Checkpoint {
  RunState state;
  CheckpointFacts facts;
};

/// Writes atomically: the checkpoint before stays until this one is whole on the disk. The folder is made if need be.
/// Throws a run Error. If ranks have different rows of a table all write theirs at the same time
/// (io/shared_safetensors.hpp), else the first writes; `facts` are the first's. Collective.
void write_checkpoint(const std::filesystem::path& file, const RunState& state, const CheckpointFacts& facts,
                      Communicator& communicator = one_process());

/// A checkpoint that is open: its facts are known before the state, for which data and graph are needed, is read.
class CheckpointFile {
 public:
  /// Throws an input Error if the file is missing or damaged.
  explicit CheckpointFile(std::filesystem::path file);

  const CheckpointFacts& facts() const { return facts_; }
  /// Throws an input Error if the file does not say.
  CheckpointPosition position() const;
  /// Reads into `fresh`, a state of the same model and optimizer, which says what shapes are expected, and which rows
  /// of sharded tables: whoever wrote the file, any number of ranks can read it. Nothing in the result needs to be
  /// checked again but the shards' positions, which only their sources understand. Throws an input Error if the file is
  /// damaged or of another model.
  RunState read(RunState fresh, const StateLimits& limits) const;
  /// The Error of a damaged file.
  Error damaged(const std::string& what) const;

 private:
  void read_place(RunState& state, bool sharded) const;
  void read_matrices(RunState& state) const;
  void read_rates(RunState& state) const;
  // Of `all_rows` rows those that `value` holds from the first on.
  template <class T>
  void read_tensor(const std::string& name, Matrix<T>& value, std::size_t first_row, std::size_t all_rows) const;

  std::filesystem::path path_;
  Safetensors file_;
  Json place_;
  CheckpointFacts facts_;
};

/// Opens and reads. `sharded` tells whether that run's engine cuts its passes into shards.
Checkpoint read_checkpoint(const std::filesystem::path& file, RunState fresh, bool sharded);

}  // namespace rowgrad
