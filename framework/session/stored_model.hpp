// StoredModel: the parameters that a run has on the disk, by name: those of the finished run or, until there are any
// and while it is trained on, those of its last checkpoint. A run may be read while it trains: files are replaced
// whole, and the lock is for writers.
#pragma once

#include <optional>
#include <string>

#include "io/safetensors.hpp"
#include "run/checkpoint.hpp"
#include "run/run_directory.hpp"
#include "session/experiment.hpp"

namespace rowgrad {

class StoredModel {
 public:
  /// From a checkpoint: rows under "exact" updates are up to date, and where early stopping has kept a best epoch, the
  /// parameters are its. Throws an input Error if there is neither model nor checkpoint, or if one is damaged.
  explicit StoredModel(const RunDirectory& run);

  bool has(const std::string& name) const;
  /// Rows and columns. REQUIRES: has(name).
  std::pair<std::size_t, std::size_t> shape(const std::string& name) const;
  /// Copies a parameter into `value`, which gives the expected shape. Throws an input Error if it is missing, differs
  /// or holds a number that is not finite.
  void read(const std::string& name, Matrix<float>& value) const;
  /// The same of the rows from `first_row` on of a parameter of `all_rows`.
  void read(const std::string& name, Matrix<float>& value, std::size_t first_row, std::size_t all_rows) const;
  /// The file that was read.
  const std::filesystem::path& file() const { return file_; }
  /// What a user must know of parameters that are not a finished run's, a sentence; empty for a finished run's.
  const std::string& note() const { return note_; }

 private:
  void read_checkpoint(const RunDirectory& run);
  const Parameter<float>* find(const std::string& name) const;

  std::filesystem::path file_;
  std::optional<Safetensors> finished_;
  Parameters<float> unfinished_;
  std::string note_;
};

/// The state that a checkpoint of the experiment holds. Where in the data a pass stands is not checked. Throws an input
/// Error if the file is damaged or of another model.
RunState read_state(const CheckpointFile& checkpoint, const Experiment& experiment,
                    const Communicator& communicator = one_process());

}  // namespace rowgrad
