// Results: what a finished run leaves: model, word vectors, and the summary of its losses.
#pragma once

#include <map>

#include "run/run_directory.hpp"
#include "session/experiment.hpp"

namespace rowgrad {

struct Summary {
  std::string task;
  std::size_t steps = 0, epochs = 0, parameters = 0;
  double seconds_total = 0.0, seconds_load = 0.0, seconds_train = 0.0;
  double tokens_per_second = 0.0;   // of the training text times its passes, over seconds_train
  std::size_t best_epoch = 0;       // with early stopping; 0: none
  std::map<Split, Metrics> splits;  // of the final model, over those the data has
};

/// As in summary.json.
Json to_json(const Summary& summary);

/// What is left of a RunState when training is over: exact rows are up to date, and if a best epoch was kept, the
/// parameters are its.
struct FinishedRun {
  Parameters<float> parameters;
  std::size_t steps = 0, epochs = 0, best_epoch = 0;
  double passes = 0.0;  // over the training data: epochs, and the part of one that is done
  double last_epoch_loss = 0.0, seconds = 0.0;
};
FinishedRun finish(const Experiment& experiment, RunState state);

/// Evaluates a run on every split. Collective.
Summary summarise(const Experiment& experiment, FinishedRun& run, Communicator& communicator);

/// Writes model.safetensors and, for word vectors, embeddings.bin or .txt: the first rank, or all together if they have
/// different rows of a table. Throws a run Error. Collective.
void write_model(const RunDirectory& directory, const Experiment& experiment, const FinishedRun& run,
                 Communicator& communicator = one_process());

/// The files in the run's directory that a finished run leaves, summary.json included.
std::vector<std::string> result_files(const Experiment& experiment);

}  // namespace rowgrad
