// The runs in a folder.
#pragma once

#include <filesystem>
#include <vector>

namespace rowgrad {

/// The runs in a folder, in no order, or the folder itself if it is one. Folders that cannot be read are among them:
/// they are told of, not hidden. Throws an input Error if there is no such folder or it cannot be read.
std::vector<std::filesystem::path> runs_in(const std::filesystem::path& folder);

}  // namespace rowgrad
