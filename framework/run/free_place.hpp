// A place for a new run that nobody has named: beside the runs that are there.
#pragma once

#include <filesystem>
#include <optional>

namespace rowgrad {

struct FreePlace {
  std::filesystem::path out;
  std::optional<std::filesystem::path> unfinished = {};  // the last run passed over that could go on
};

/// The first of `base`, base-2, base-3… that is not taken. Writes nothing: somebody else may take it meanwhile.
FreePlace free_place(const std::filesystem::path& base);

/// Whether a run is there, or being written, or something of somebody else. Throws an input Error if the folder cannot
/// be read.
bool is_taken(const std::filesystem::path& folder);

}  // namespace rowgrad
