// Whether what a demonstration is asked to compute fits into memory, before it is taken.
#pragma once

#include <fmt/format.h>

#include <string>

#include "core/error.hpp"
#include "session/memory.hpp"

namespace rowgrad {

/// Throws an input Error at `where` if `floats` numbers of four bytes do not fit into what memory is left.
inline void require_room(const std::string& where, double floats, const std::string& remedy) {
  const double bytes = 4.0 * floats, left = memory_left();
  if (bytes > left)
    throw input_error(where, fmt::format("needs {:.3g} GB of memory, {:.3g} GB are free", bytes / 1e9, left / 1e9),
                      remedy);
}

}  // namespace rowgrad
