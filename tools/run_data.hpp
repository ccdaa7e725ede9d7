// The data of a run or a config, read for a command, and what is worth telling of how it was read.
#pragma once

#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "session/trained_model.hpp"

namespace rowgrad {

/// Warns with each of the notes that reading left.
inline void warn(const std::vector<std::string>& notes) {
  for (const std::string& note : notes) spdlog::warn("{}", note);
}

/// A run opened for queries; says on stderr if it is not finished. Throws Error.
inline TrainedModel open_model(const std::string& run) {
  TrainedModel model = open_run(run);
  if (!model.note.empty()) spdlog::warn("{}", model.note);
  return model;
}

/// What was read from standard input is no longer there. Throws an input Error if a split came from it and no override
/// names another place.
inline void require_data_to_read(const std::string& run, const Json& data, const std::vector<std::string>& overrides) {
  for (const Split split : all_splits) {
    const std::string key = split_name(split);
    const auto names = [&](const std::string& text) { return text.starts_with("data." + key + "="); };
    if (data.value(key, Json()) == "-" && std::ranges::none_of(overrides, names))
      throw input_error(run, "its data came from standard input", "give it again as a file: evaluate --data FILE");
  }
}

/// The data that a run's config names, with `path.to.key=value` overrides, by the run's vocabularies. It fits the run's
/// graph as open_run() builds it. Throws Error, for example if a file is no longer there.
inline std::shared_ptr<const Dataset> load_run_data(const std::string& run,
                                                    const std::vector<std::string>& overrides = {}) {
  const RunDirectory directory(run);
  const RunSpec spec = read_run(directory, overrides);
  require_data_to_read(run, spec.resolved["data"], overrides);
  std::shared_ptr<const Dataset> dataset =
      spec.data->load(spec.data_where(), {directory.vocabularies(), /*complete=*/true});
  warn(dataset->notes());
  return dataset;
}

/// A config's data and graph. Throws Error.
inline Experiment load_config(RunSpec spec) {
  Experiment experiment = load_experiment(std::move(spec));
  warn(experiment.dataset->notes());
  return experiment;
}

/// The dataset as what its task makes it. Throws an input Error at `where` if it is another task's than `task`; `whose`
/// begins the message.
template <class Concrete>
const Concrete& dataset_of(const Experiment& experiment, const std::string& task, const std::string& where,
                           const std::string& whose = "its") {
  if (const auto* dataset = dynamic_cast<const Concrete*>(experiment.dataset.get())) return *dataset;
  throw input_error(where, whose + " task is \"" + experiment.spec.task + "\"",
                    "name a run of the task \"" + task + "\"");
}

}  // namespace rowgrad
