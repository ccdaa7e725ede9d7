#include "session/trained_model.hpp"

namespace rowgrad {

RunSpec read_run(const RunDirectory& run, const std::vector<std::string>& overrides) {
  run.require_run();
  return read_run_spec(Config::load(run.config().string(), overrides));
}

Experiment open_experiment(const RunDirectory& run) { return open_experiment(read_run(run), run.vocabularies()); }

TrainedModel open_run(const std::filesystem::path& path) {
  const RunDirectory run(path);
  Experiment experiment = open_experiment(run);
  Parameters<float> parameters = run.parameters(experiment.graph.parameters());
  return {std::move(experiment), std::move(parameters)};
}

}  // namespace rowgrad
