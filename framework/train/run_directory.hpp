// RunDirectory: the files of one run, by name.
//
//   config.json  vocab.txt  labels.txt  metrics.jsonl  model.safetensors  checkpoint/  summary.json  [embeddings.bin]
#pragma once

#include <filesystem>
#include <optional>

#include "train/experiment.hpp"

namespace rowgrad {

class RunDirectory {
 public:
  explicit RunDirectory(std::filesystem::path path) : path_(std::move(path)) {}

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path config() const { return path_ / "config.json"; }
  std::filesystem::path metrics() const { return path_ / "metrics.jsonl"; }
  std::filesystem::path model() const { return path_ / "model.safetensors"; }
  std::filesystem::path checkpoint() const { return path_ / "checkpoint" / "state.safetensors"; }
  std::filesystem::path summary() const { return path_ / "summary.json"; }

  bool holds_run() const;
  /// Creates the folder and writes config and vocabulary; on failure removes what it made. Throws Error.
  void create(const Experiment& experiment) const;
  /// Removes the files of an earlier run, and nothing else. Throws Error.
  void clear() const;
  /// clear(), and the folder too if nothing else is in it; what cannot be removed stays.
  void discard() const;

 private:
  std::filesystem::path path_;
};

/// A finished (or at least checkpointed) run, opened for queries.
struct OpenRun {
  std::unique_ptr<Experiment> experiment;
  Parameters<float> parameters;
};

/// Opens a run's config (with `--set` overrides) and vocabulary and builds its graph; neither data nor parameters are
/// read. Throws Error.
std::unique_ptr<Experiment> open_experiment(const std::filesystem::path& path,
                                            const std::vector<std::string>& overrides = {});

/// The file of a run's parameters. Throws Error if the run is not finished.
std::filesystem::path finished_model(const std::filesystem::path& path);

/// Opens a run: config (with `--set` overrides), vocabulary and parameters; the data files are not read. Throws Error.
OpenRun open_run(const std::filesystem::path& path, const std::vector<std::string>& overrides = {});

}  // namespace rowgrad
