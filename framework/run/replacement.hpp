// Replacing a run: until the new one is finished, or saved, the old one stays as it was.
//
//   out/                  the old run
//   out/.new-123/         the new one, a run directory of its own with marker, metrics and checkpoints
//
// When the new run is finished or interrupted, the marker of `out` is written with the list of files to move
// ("incoming"); from there on the old run is gone. Then each file is renamed into its place, files that only the old
// run had are removed, and the marker is written without the list. A crash in between is made good by the next program
// that locks the folder: it knows from the list what is left to do. The folder is inside `out`, not beside it, because
// `out` may be a mount point, a symbolic link or the working directory, which cannot be renamed, and because whatever
// else its owner keeps there stays where it is.
//
// A new run that is killed leaves its folder. With a checkpoint, --resume lets it take its place and goes on with it;
// without one it is removed. One that fails after a checkpoint becomes a run of its own, out/failed-123.
//
// All functions but the first two REQUIRE that `out` is locked, and throw Error if the disk does not let them.
#pragma once

#include <filesystem>
#include <string>

namespace rowgrad {

bool is_replacement_name(const std::string& name);
/// Whether recover_replacement() has something to do, or a replacement is under way.
bool needs_recovery(const std::filesystem::path& out);

/// Makes the folder of a new run in `out`.
std::filesystem::path make_replacement(const std::filesystem::path& out);
/// Moves a new run into the place of the old one, and removes what other new runs have left.
void complete_replacement(const std::filesystem::path& out, const std::filesystem::path& replacement);
/// Keeps a failed one with a checkpoint as a run of its own; returns where.
std::filesystem::path keep_failed_replacement(const std::filesystem::path& out,
                                              const std::filesystem::path& replacement);
/// Moves the files that a program was killed over. Returns whether there were any.
bool finish_incoming(const std::filesystem::path& out);
/// The same; and a new run that was killed after a checkpoint takes its place. Returns whether one did.
bool recover_replacement(const std::filesystem::path& out);
/// Removes the folders of new runs, whatever they hold.
void drop_replacements(const std::filesystem::path& out);

}  // namespace rowgrad
