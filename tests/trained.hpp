// trained(), train_config(): a config of configs/, or of a test's own, trained in this process into a temporary folder.
#pragma once

#include "config/config.hpp"
#include "tests/temporary_folder.hpp"
#include "train/run_directory.hpp"
#include "train/train.hpp"

namespace rowgrad {

/// A finished run: its summary, and the model opened as a query would.
struct Trained {
  Json summary;
  OpenRun run;

  const Matrix<float>& parameter(const std::string& name) const {
    return run.parameters[run.experiment->graph().find_parameter(name).value()].value;
  }
  /// A token's row of a table.
  std::span<const float> row(const std::string& table, const std::string& token) const {
    const Matrix<float>& rows = parameter(table);
    return {rowgrad::row(rows, run.experiment->task().vocabulary()->find(token).value()), columns(rows)};
  }
};

/// Trains configs/`name`.json with `overrides` (`path.to.key=value`).
inline Trained trained(const std::string& name, const std::vector<std::string>& overrides = {}) {
  const TemporaryFolder folder;
  Experiment experiment(Config::load(ROWGRAD_SOURCE_DIR "/configs/" + name + ".json", overrides));
  Json summary = train(experiment, {folder / "run", {}, false, false, /*quiet=*/true});
  return {std::move(summary), open_run(folder / "run")};
}

/// Trains `config`, whose paths are relative to `folder`, into `folder`/run.
inline OpenRun train_config(const TemporaryFolder& folder, const Json& config) {
  Experiment experiment(Config::load(folder.write("config.json", config.dump())));
  train(experiment, {folder / "run", {}, false, false, /*quiet=*/true});
  return open_run(folder / "run");
}

}  // namespace rowgrad
