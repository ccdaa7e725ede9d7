// Whether a file or folder is there.
#pragma once

#include <filesystem>

namespace rowgrad {

/// False too for what cannot be looked at: whoever opens it, or writes there, tells why.
inline bool is_there(const std::filesystem::path& file) {
  std::error_code ignored;
  return std::filesystem::exists(file, ignored);
}

}  // namespace rowgrad
