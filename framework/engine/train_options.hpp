// TrainOptions: the keys of the config's "train" section that every engine understands.
#pragma once

#include <string>
#include <vector>

#include "config/keys.hpp"
#include "graph/execute.hpp"

namespace rowgrad {

struct TrainOptions {
  std::size_t epochs = 1;
  std::size_t batch_size = 32;
  std::string reduction = "mean";
  std::size_t log_every = 100;
  double checkpoint_seconds = 60.0;
  std::string vectors;  // format of the word vectors written at the end; empty: binary
  bool tensorboard = false;
  std::size_t patience = 0;
  std::string best_by = "loss";
  std::size_t snapshots = 0;
  std::size_t snapshot_rows = 1000;
  std::vector<std::string> snapshot_words;

  void declare(Keys& keys);
  Reduction reduction_kind() const { return reduction == "sum" ? Reduction::sum : Reduction::mean; }
};

}  // namespace rowgrad
