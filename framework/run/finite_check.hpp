// require_finite(): refuses numbers from a file that are not numbers.
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "core/error.hpp"
#include "core/finite.hpp"
#include "core/matrix.hpp"

namespace rowgrad {

/// Throws an input Error if `value`, a tensor read from `file`, holds NaN or infinity.
template <class T>
void require_finite(const std::filesystem::path& file, const std::string& name, const Matrix<T>& value) {
  if (all_finite(value.data(), value.size())) return;
  throw input_error(file.string(), fmt::format("\"{}\" holds numbers that are not finite", name),
                    "use an earlier copy, or train again");
}

}  // namespace rowgrad
