// Marker: ".rowgrad.json" in a run directory, which says that rowgrad made it and which of its files are rowgrad's.
//
//   {"format": 1, "files": ["config.json", …]}
//
// It is written before any of these files, and only they are ever replaced or removed: what else is in the folder is
// its owner's. Only names that a run can have count (run_file_names(), event files for TensorBoard, snapshots), so that
// a marker from a stranger can name nothing else. While a new run takes the place of an old one (run/replacement.hpp)
// it also says which files are moved:
//
//   {…, "incoming": {"from": ".new-123", "files": ["config.json", …]}}
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace rowgrad {

struct Marker {
  static constexpr const char* file_name = ".rowgrad.json";

  std::vector<std::string> files;  // paths in the folder
  struct Incoming {
    std::string from;  // a folder in the run directory
    std::vector<std::string> files;
  };
  std::optional<Incoming> incoming = {};
};

/// The files a run may consist of, as paths in its folder; event files, whose names hold a time, and numbered snapshots
/// not among them.
const std::vector<std::string>& run_file_names();

/// Folders in a run's that hold some of its files.
const std::vector<std::string>& run_folder_names();

/// "snapshots/000012.safetensors", the path of snapshot 12 in a run's folder (run/snapshots.hpp). REQUIRES: number is
/// below a million.
std::string snapshot_name(std::size_t number);
bool is_snapshot_name(const std::string& name);

/// Nothing if there is none that can be understood.
std::optional<Marker> read_marker(const std::filesystem::path& folder);
/// Writes atomically. Throws Error.
void write_marker(const std::filesystem::path& folder, const Marker& marker);

}  // namespace rowgrad
