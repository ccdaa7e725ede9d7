// RunDirectory: the files of one run, by name.
//
//   config.json  vocab.txt  labels.txt  metrics.jsonl  model.safetensors  checkpoint/  summary.json  [embeddings.bin]
//   [snapshots/]
//
// and ".rowgrad.json", the marker (run/marker.hpp). Here they are read; run/new_run.hpp makes them.
#pragma once

#include <filesystem>

#include "config/types.hpp"
#include "data/dataset.hpp"

namespace rowgrad {

class RunDirectory {
 public:
  explicit RunDirectory(std::filesystem::path path) : path_(std::move(path)) {}

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path config() const { return path_ / "config.json"; }
  std::filesystem::path vocabulary() const { return path_ / "vocab.txt"; }
  std::filesystem::path labels() const { return path_ / "labels.txt"; }
  std::filesystem::path metrics() const { return path_ / "metrics.jsonl"; }
  std::filesystem::path model() const { return path_ / "model.safetensors"; }
  std::filesystem::path checkpoint() const { return path_ / "checkpoint" / "state.safetensors"; }
  std::filesystem::path summary() const { return path_ / "summary.json"; }
  std::filesystem::path snapshots() const { return path_ / "snapshots"; }

  bool holds_run() const;
  /// Throws an input Error if it does not.
  void require_run() const;
  bool has_checkpoint() const;
  /// Whether it has a model; it may have been trained further since.
  bool is_finished() const;
  /// Reads vocab.txt and, if there is one, labels.txt. Throws an input Error.
  Vocabularies vocabularies() const;

  void write_config(const Json& config) const;

 private:
  std::filesystem::path path_;
};

}  // namespace rowgrad
