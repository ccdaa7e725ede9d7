// TrainedModel: a run, finished or not, opened for queries.
#pragma once

#include "run/run_directory.hpp"
#include "session/experiment.hpp"

namespace rowgrad {

struct TrainedModel {
  Experiment experiment;  // without examples
  Parameters<float> parameters;
  std::string note = {};  // what a user must know of an unfinished run (session/stored_model.hpp); else empty
};

/// A run's config, with `path.to.key=value` overrides, as it was resolved. Throws Error.
RunSpec read_run(const RunDirectory& run, const std::vector<std::string>& overrides = {});

/// Opens config and vocabularies and builds the graph; neither data nor parameters are read. Throws Error.
Experiment open_experiment(const RunDirectory& run);

/// The same with parameters: the finished run's or, until it is finished, those of its last checkpoint. Throws Error.
TrainedModel open_run(const std::filesystem::path& path);

}  // namespace rowgrad
