// A progress bar: one line that is drawn over.
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "tools/for_people.hpp"

namespace rowgrad {

inline constexpr const char* erase_line = "\r\x1b[K";

/// "[=====     ]  52%  facts" with `done` from 0 to 1, cut to the terminal's width, because a line that wraps cannot be
/// drawn over.
inline std::string bar(double done, const std::string& facts) {
  constexpr std::size_t widest = 30, around = 11;
  const std::size_t columns = terminal_columns(STDERR_FILENO) - 1, taken = facts.size() + around;
  const std::size_t width = taken < columns ? std::min(widest, columns - taken) : 0;
  const auto filled = static_cast<std::size_t>(done * static_cast<double>(width));
  return fmt::format("[{}{}] {:3.0f}%  {}", std::string(filled, '='), std::string(width - filled, ' '), 100 * done,
                     facts)
      .substr(0, columns);
}

}  // namespace rowgrad
