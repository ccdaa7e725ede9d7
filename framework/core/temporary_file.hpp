// Temporary files without a name: their room is free again when the last descriptor and mapping are gone, however the
// process ends.
#pragma once

#include <filesystem>
#include <string>

#include "core/file_descriptor.hpp"

namespace rowgrad {

/// The system's folder for them: what TMPDIR names, or /tmp. Throws a run Error if it is none.
std::filesystem::path temporary_folder();

/// An empty file in temporary_folder(). Throws a run Error, which says that there is no room for `content`
/// ("the encoded text").
FileDescriptor temporary_file(const std::string& content);

/// Throws the run Error of a disk that is too small.
[[noreturn]] void no_room(const std::string& where, const std::string& what);

}  // namespace rowgrad
