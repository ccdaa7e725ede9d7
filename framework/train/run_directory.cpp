#include "train/run_directory.hpp"

#include "core/atomic_file.hpp"
#include "io/safetensors.hpp"

namespace rowgrad {

bool RunDirectory::holds_run() const {
  std::error_code ignored;  // a place that cannot be looked at is refused when the run is created
  return std::filesystem::exists(config(), ignored);
}

void RunDirectory::create(const Experiment& experiment) const {
  std::error_code problem;
  std::filesystem::create_directories(path_ / "checkpoint", problem);
  if (problem) throw input_error(path_.string(), "cannot be created: " + problem.message(), "choose another --out");
  try {
    experiment.task().save(path_);
    write_atomically(metrics(), "");
    write_atomically(config(), experiment.resolved().dump(2) + "\n");
  } catch (const Error&) {
    discard();
    throw;
  }
}

void RunDirectory::clear() const {
  std::error_code problem;
  const auto check = [&] {
    if (problem) throw input_error(path_.string(), "cannot be cleared: " + problem.message(), "choose another --out");
  };
  for (const char* name : {"config.json", "vocab.txt", "labels.txt", "metrics.jsonl", "model.safetensors",
                           "summary.json", "embeddings.bin", "embeddings.txt"}) {
    std::filesystem::remove(path_ / name, problem);
    check();
  }
  std::filesystem::remove_all(path_ / "checkpoint", problem);
  check();
}

void RunDirectory::discard() const {
  try {
    clear();
  } catch (const Error&) {  // what failed before this is the message to show
  }
  std::error_code not_empty;
  std::filesystem::remove(path_, not_empty);
}

std::unique_ptr<Experiment> open_experiment(const std::filesystem::path& path,
                                            const std::vector<std::string>& overrides) {
  const RunDirectory run(path);
  if (!run.holds_run()) {
    throw input_error(path.string(), "expected a run directory, found no config.json in it",
                      "name the --out of a finished `train`");
  }
  auto experiment = std::make_unique<Experiment>(Config::load(run.config().string(), overrides));
  experiment->task().restore(path);
  experiment->build();
  return experiment;
}

std::filesystem::path finished_model(const std::filesystem::path& path) {
  const RunDirectory run(path);
  if (std::filesystem::exists(run.model())) return run.model();
  throw input_error(run.model().string(), "the run is not finished",
                    "finish it: train --resume --out " + path.string());
}

OpenRun open_run(const std::filesystem::path& path, const std::vector<std::string>& overrides) {
  OpenRun open;
  open.experiment = open_experiment(path, overrides);
  const Safetensors file(finished_model(path));
  for (const ParameterSpec& spec : open.experiment->graph().parameters()) {
    auto& p = open.parameters.emplace_back(Parameter<float>{spec, {}});
    resize(p.value, spec.rows, spec.columns);
    file.read(spec.name, p.value);
  }
  return open;
}

}  // namespace rowgrad
