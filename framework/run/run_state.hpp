// RunState: everything that changes while a run trains, as plain data: what a checkpoint holds.
#pragma once

#include "data/batch_source.hpp"
#include "graph/loss_meter.hpp"
#include "graph/parameter.hpp"
#include "optim/optimizer_state.hpp"
#include "run/best_epoch.hpp"

namespace rowgrad {

/// Where one shard of a pass over the training data stands.
struct ShardPosition {
  enum class Status { waiting, under_way, done };
  Status status = Status::waiting;
  PassPosition at = {};  // where it goes on, if it is under way
};

struct RunState {
  Parameters<float> parameters;
  OptimizerState<float> optimizer;
  std::size_t epoch = 0;                   // epochs finished
  std::size_t step = 0;                    // steps finished
  std::vector<ShardPosition> shards = {};  // of the epoch under way; empty between two epochs
  LossMeter epoch_loss = {};               // of the epoch under way, as trained
  double last_epoch_loss = 0.0;            // of the last finished epoch
  BestEpoch best = {};
  double seconds = 0.0;  // spent training, in all sessions of the run
};

}  // namespace rowgrad
