// VectorsOptions: the path, the table and --json, which every command on word vectors takes.
#pragma once

#include <string>

#include "analysis/word_vectors.hpp"
#include "tools/command.hpp"
#include "tools/run_data.hpp"

namespace rowgrad {

class VectorsOptions {
 public:
  void declare(CLI::App& app) {
    app.add_option("vectors", path_, "a run directory, or a word2vec, GloVe, fastText .vec, .npy or safetensors file")
        ->required();
    app.add_option("--table", table_, "another of a run's tables, e.g. v.weight for the context vectors");
  }
  /// Apart, because a command's own options come before it.
  void declare_json(CLI::App& app) { app.add_flag("--json", json_, "machine-readable"); }

  /// Throws Error.
  WordVectors open() const {
    WordVectors vectors = WordVectors::open(path_, table_);
    warn(vectors.notes());
    return vectors;
  }
  const std::string& path() const { return path_; }
  bool json() const { return json_; }

 private:
  std::string path_, table_;
  bool json_ = false;
};

}  // namespace rowgrad
