#include "session/trained_model.hpp"

namespace rowgrad {

RunSpec read_run(const RunDirectory& run, const std::vector<std::string>& overrides) {
  run.require_run();
  return read_run_spec(Config::load(run.config().string(), overrides));
}

Experiment open_experiment(const RunDirectory& run) {
  RunSpec spec = read_run(run);  // first, because it says if there is no run
  return open_experiment(std::move(spec), run.vocabularies());
}

TrainedModel open_run(const std::filesystem::path& path) {
  const RunDirectory run(path);
  Experiment experiment = open_experiment(run);
  Parameters<float> parameters = run.parameters(experiment.graph.parameters());
  return {std::move(experiment), std::move(parameters)};
}

}  // namespace rowgrad
