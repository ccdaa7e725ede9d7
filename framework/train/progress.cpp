#include "train/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <string>

namespace rowgrad {
namespace {

std::string duration(double seconds) {
  const auto s = static_cast<long>(seconds);
  return s >= 3600 ? fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
                   : fmt::format("{}:{:02}", s / 60, s % 60);
}

std::string speed(double per_second) {
  if (per_second >= 1e6) return fmt::format("{:.2f} M tokens/s", per_second / 1e6);
  return fmt::format("{:.0f} k tokens/s", per_second / 1e3);
}

}  // namespace

Progress::Progress(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) != 0) {}

bool Progress::due() const {
  if (quiet_) return false;
  const double seconds = std::chrono::duration<double>(Clock::now() - last_).count();
  return seconds >= (terminal_ ? 0.1 : 5.0);
}

void Progress::update(double done, std::size_t epoch, std::size_t epochs, double loss, double tokens) {
  if (quiet_) return;
  last_ = Clock::now();
  if (first_done_ < 0.0) first_done_ = done;
  const double elapsed = std::chrono::duration<double>(last_ - start_).count();
  const double left = done > first_done_ ? elapsed * (1.0 - done) / (done - first_done_) : 0.0;
  const std::string facts = fmt::format("epoch {}/{}  loss {:.4f}  {}  {} left", epoch, epochs, loss,
                                        speed(tokens / elapsed), duration(left));
  if (terminal_) {
    constexpr int width = 30;
    const int filled = static_cast<int>(done * width);
    fmt::print(stderr, "\r\x1b[K[{}{}] {:3.0f}%  {}", std::string(filled, '='), std::string(width - filled, ' '),
               100 * done, facts);
    open_ = true;
  } else {
    fmt::print(stderr, "{:5.1f}%  {}\n", 100 * done, facts);
  }
  std::fflush(stderr);
}

void Progress::finish() {
  if (open_) fmt::print(stderr, "\n");
  open_ = false;
}

}  // namespace rowgrad
