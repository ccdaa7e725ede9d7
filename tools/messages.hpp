// Messages on stderr. Where nobody can read them, on a full disk, a closed pipe or one that nobody empties, they are
// lost: no run and no exit code depends on them. Everything the programs say there goes through this file.
#pragma once

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <string_view>

namespace rowgrad {

/// How long an error or a note waits for a reader.
inline constexpr std::chrono::milliseconds message_patience{1000};

/// Whether writing a line to stderr would not wait, now or within `patience`. Once nobody has read for that long,
/// nobody is waited for until somebody reads again.
inline bool stderr_is_ready(std::chrono::milliseconds patience) {
  static std::atomic<bool> abandoned = false;
  pollfd output{STDERR_FILENO, POLLOUT, 0};
  const bool ready = ::poll(&output, 1, abandoned ? 0 : static_cast<int>(patience.count())) > 0;
  if (ready || patience.count() > 0) abandoned = !ready;
  return ready;
}

/// The text, or nothing if nobody takes it within `patience`.
inline void write_message(std::string_view text, std::chrono::milliseconds patience = message_patience) {
  if (!stderr_is_ready(patience)) return;
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

/// As fmt::print(stderr, …), which would throw where stderr cannot be written.
template <class... Args>
void tell(fmt::format_string<Args...> text, Args&&... arguments) {
  write_message(fmt::format(text, std::forward<Args>(arguments)...));
}

}  // namespace rowgrad
