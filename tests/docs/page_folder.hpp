// PageFolder: where the commands of a page work as printed.
#pragma once

#include "tests/cli/process.hpp"

namespace rowgrad {

/// A folder with copies of the repository's `data` and `configs`, a `./run` that starts what is built, and the programs
/// in `build/release/bin`. What a command writes, later ones find.
class PageFolder {
 public:
  PageFolder();
  /// By bash, which finds the programs by their names too. `out` has stdout and stderr as a terminal shows them, one
  /// stream, in which "…" stands for the folder's own path.
  Finished run(const std::string& command) const;

 private:
  TemporaryFolder folder_;
};

}  // namespace rowgrad
