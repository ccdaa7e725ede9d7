// What --from names.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace rowgrad {

/// The file that `from` names, as a path or file://…; nothing if it is empty or an http or https URL. Throws an input
/// Error if there is no such file, or the URL is none or of another kind.
std::optional<std::filesystem::path> copy_source(const std::string& from);

}  // namespace rowgrad
