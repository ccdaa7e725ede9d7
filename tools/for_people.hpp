// Times, speeds and counts as people read them, and the room there is to show them.
#pragma once

#include <fmt/format.h>
#include <sys/ioctl.h>

#include <cstdint>
#include <string>

namespace rowgrad {

/// "1:02:03", "2:03", "0:03".
inline std::string clock_time(double seconds) {
  const auto s = static_cast<long>(seconds);
  return s >= 3600 ? fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
                   : fmt::format("{}:{:02}", s / 60, s % 60);
}

/// "0.04 s", "12.5 s" where a clock would say too little, else "2:03"; empty for what is no time at all.
inline std::string duration(double seconds) {
  if (!(seconds >= 0.0) || seconds > 1e12) return "";
  if (seconds < 1.0) return fmt::format("{:.2f} s", seconds);
  return seconds < 60.0 ? fmt::format("{:.1f} s", seconds) : clock_time(seconds);
}

/// "1.25 M tokens/s", "566 k tokens/s".
inline std::string speed(double tokens_per_second) {
  if (tokens_per_second >= 1e6) return fmt::format("{:.2f} M tokens/s", tokens_per_second / 1e6);
  if (tokens_per_second >= 1e3) return fmt::format("{:.0f} k tokens/s", tokens_per_second / 1e3);
  return fmt::format("{:.0f} tokens/s", tokens_per_second);
}

/// "0.23 MB", "84.1 MB", "862 MB": of a million bytes.
inline std::string megabytes(std::uint64_t bytes) {
  const double million = static_cast<double>(bytes) / 1e6;
  return fmt::format("{:.{}f} MB", million, million < 10 ? 2 : million < 100 ? 1 : 0);
}

/// "12,345".
inline std::string grouped(std::uint64_t n) {
  std::string digits = std::to_string(n);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

/// "1 epoch", "3,000 steps".
inline std::string counted(std::uint64_t count, const std::string& noun) {
  return fmt::format("{} {}{}", grouped(count), noun, count == 1 ? "" : "s");
}

/// Of the terminal that the descriptor is; 80 if it is none.
inline std::size_t terminal_columns(int descriptor) {
  winsize size = {};
  return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace rowgrad
