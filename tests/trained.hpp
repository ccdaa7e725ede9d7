// trained(), train_config(): a config of configs/, or of a test's own, trained in this process into a temporary folder.
#pragma once

#include "session/train.hpp"
#include "session/trained_model.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {

/// A finished run: its summary, and the model opened as a query would.
struct Trained {
  Summary summary;
  TrainedModel run;

  const Matrix<float>& parameter(const std::string& name) const {
    return run.parameters[run.experiment.graph.find_parameter(name).value()].value;
  }
  /// A token's row of a table.
  std::span<const float> row(const std::string& table, const std::string& token) const {
    const Matrix<float>& rows = parameter(table);
    return {rowgrad::row(rows, run.experiment.dataset->tokens().find(token).value()), columns(rows)};
  }
};

/// The spec of configs/`name`.json with `overrides` (`path.to.key=value`).
inline RunSpec shipped_spec(const std::string& name, const std::vector<std::string>& overrides = {}) {
  return read_run_spec(Config::load(ROWGRAD_SOURCE_DIR "/configs/" + name + ".json", overrides));
}

/// The same with its data read and its graph built.
inline Experiment shipped_experiment(const std::string& name, const std::vector<std::string>& overrides = {}) {
  return load_experiment(shipped_spec(name, overrides));
}

/// Trains configs/`name`.json with `overrides`.
inline Trained trained(const std::string& name, const std::vector<std::string>& overrides = {}) {
  const TemporaryFolder folder;
  RunObserver nobody;
  Summary summary = train(shipped_spec(name, overrides), {folder / "run"}, nobody).value();
  return {std::move(summary), open_run(folder / "run")};
}

/// Trains `config`, whose paths are relative to `folder`, into `folder`/run.
inline TrainedModel train_config(const TemporaryFolder& folder, const Json& config) {
  RunObserver nobody;
  train(read_run_spec(Config::load(folder.write("config.json", config.dump()))), {folder / "run"}, nobody);
  return open_run(folder / "run");
}

}  // namespace rowgrad
