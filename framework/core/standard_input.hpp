// Standard input as a file named "-": read once, to its end, and kept for the process.
#pragma once

#include <filesystem>
#include <string>

#include "core/file_bytes.hpp"

namespace rowgrad {

inline bool is_standard_input(const std::filesystem::path& path) { return path == "-"; }

/// What messages call a file: its path, from the working directory if it lies below, or "standard input".
std::string shown_name(const std::filesystem::path& path);

/// All bytes of it; the first call waits for them. Throws an input Error if it is a terminal, where nobody would know
/// that they are waited for, or cannot be read. Thread-safe.
const FileBytes& standard_input();

}  // namespace rowgrad
