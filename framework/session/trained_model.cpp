#include "session/trained_model.hpp"

#include "session/stored_model.hpp"

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
  const StoredModel stored(run);
  Parameters<float> parameters;
  for (const ParameterSpec& spec : experiment.graph.parameters()) {
    auto& p = parameters.emplace_back(Parameter<float>{spec, {}});
    resize(p.value, spec.rows, spec.columns);
    stored.read(spec.name, p.value);
  }
  return {std::move(experiment), std::move(parameters), stored.note()};
}

}  // namespace rowgrad
