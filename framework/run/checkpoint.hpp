// Checkpoint: a RunState on disk, in one safetensors file: the parameters by name, the optimizer's matrices under
// "optimizer/", the best epoch's parameters under "best/", and where the run stands as JSON in the metadata.
#pragma once

#include <filesystem>

#include "run/run_state.hpp"

namespace rowgrad {

/// What a checkpoint says besides the state, to recognise the data and to take the metrics back to where it stood.
struct CheckpointFacts {
  std::size_t tokens = 0;         // of the training data
  std::size_t metrics_bytes = 0;  // of metrics.jsonl
};

struct Checkpoint {
  RunState state;
  CheckpointFacts facts;
};

/// Writes atomically; the folder is made if need be. Throws a run Error.
void write_checkpoint(const std::filesystem::path& file, const RunState& state, const CheckpointFacts& facts);

/// Reads a file into `fresh`, a state of the same model and optimizer, which says what shapes are expected. Version 0.1
/// wrote positions without saying how many shards they are of: `sharded` tells whether that run's engine cuts its
/// passes into shards. Throws an input Error if the file is missing, damaged or of another model.
Checkpoint read_checkpoint(const std::filesystem::path& file, RunState fresh, bool sharded);

}  // namespace rowgrad
