// NewRun: a run directory under construction: locked, marked as ours, and removed again if the run comes to nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "run/run_directory.hpp"
#include "run/run_lock.hpp"

namespace rowgrad {

/// Destroyed before keep() or fail(), it removes what it wrote; a run that it was to replace is then as it was before.
class NewRun {
 public:
  /// `files` are those the run may come to consist of. Writes config and vocabularies. Throws an input Error if `out`
  /// is not available (run/run_folder.hpp) or cannot be written, a run Error if the disk is full.
  NewRun(std::filesystem::path out, bool overwrite, std::vector<std::string> files, const Json& config,
         const Vocabularies& vocabularies);
  ~NewRun();
  NewRun(const NewRun&) = delete;
  NewRun& operator=(const NewRun&) = delete;

  const std::filesystem::path& out() const { return out_; }
  /// Where to write: `out`, or a folder in it while there is a run to be replaced (run/replacement.hpp).
  const RunDirectory& run() const { return run_; }
  /// The run is finished, or saved on interruption: it takes its place. Throws a run Error.
  void keep();
  /// The run has failed: what it wrote is removed, unless it has a checkpoint. Returns where that can be resumed if it
  /// is not in `out`, and nothing otherwise.
  std::optional<std::filesystem::path> fail() noexcept;

 private:
  void create(bool overwrite, std::vector<std::string> files, const Json& config, const Vocabularies& vocabularies);
  bool replaces() const { return run_.path() != out_; }
  void discard() noexcept;

  std::filesystem::path out_;
  RunLock lock_;
  RunDirectory run_;
  bool writes_ = false;  // what is in the run's folder may be removed
  bool ended_ = false;
};

}  // namespace rowgrad
