// What a folder holds where a run is to be written, and removing what is rowgrad's from it.
#pragma once

#include <filesystem>
#include <string>

namespace rowgrad {

struct FolderContents {
  enum class Kind {
    nothing,  // no folder, or an empty one
    begun,    // a run that was killed before its first checkpoint: nothing in it could be used
    run,      // with a checkpoint or a model
    foreign,  // files, and no sign that rowgrad made the folder
  };
  Kind kind = Kind::nothing;
  std::string found = {};  // what is foreign, as a path in the folder
};

/// Runs of version 0.1 have no marker (run/marker.hpp): a folder is one of them if its config.json is a resolved config
/// and no file in it has a name that a run's has not.
FolderContents look_into(const std::filesystem::path& folder);

/// The same for a place where a new run is to be written. Throws an input Error unless it holds nothing, a run that had
/// only begun, or, with `overwrite`, a run.
FolderContents look_into_available(const std::filesystem::path& out, bool overwrite);

/// Throws the same, and if a process is writing there. A look ahead, which writes nothing: the folder is not locked.
void require_available(const std::filesystem::path& out, bool overwrite);

/// Removes the files of a run, its marker last, and nothing else. REQUIRES: the folder is locked. Throws Error.
void clear_run(const std::filesystem::path& folder);

}  // namespace rowgrad
