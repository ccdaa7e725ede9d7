#include "tools/progress_bar.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "tools/data_lines.hpp"
#include "tools/messages.hpp"

namespace rowgrad {
namespace {

std::string duration(double seconds) {
  const auto s = static_cast<long>(seconds);
  return s >= 3600 ? fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
                   : fmt::format("{}:{:02}", s / 60, s % 60);
}

std::string speed(double per_second) {
  if (per_second >= 1e6) return fmt::format("{:.2f} M tokens/s", per_second / 1e6);
  if (per_second >= 1e3) return fmt::format("{:.0f} k tokens/s", per_second / 1e3);
  return fmt::format("{:.0f} tokens/s", per_second);
}

std::size_t terminal_columns() {
  winsize size = {};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

// "[=====     ]  52%  facts", cut to the terminal's width, because a line that wraps cannot be drawn over.
std::string bar(double done, const std::string& facts) {
  constexpr std::size_t widest = 30, around = 11;
  const std::size_t columns = terminal_columns() - 1, taken = facts.size() + around;
  const std::size_t width = taken < columns ? std::min(widest, columns - taken) : 0;
  const auto filled = static_cast<std::size_t>(done * static_cast<double>(width));
  return fmt::format("[{}{}] {:3.0f}%  {}", std::string(filled, '='), std::string(width - filled, ' '), 100 * done,
                     facts)
      .substr(0, columns);
}

}  // namespace

ProgressBar::ProgressBar(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) != 0) {}

bool ProgressBar::due() const {
  if (quiet_) return false;
  if (first_fraction_ < 0.0) return true;
  const double seconds = std::chrono::duration<double>(Clock::now() - last_).count();
  return seconds >= (terminal_ ? 0.1 : 5.0);
}

Wish ProgressBar::progressed(const RunProgress& progress) {
  if (due()) show(progress);
  return Wish::go_on;
}

void ProgressBar::finished(const RunProgress& progress) {
  if (!quiet_) show(progress);
  end_line();
}

void ProgressBar::data_read(const Dataset& dataset) {
  if (!quiet_) {
    for (const std::string& line : data_lines(dataset)) spdlog::info("{}", line);
  }
  for (const std::string& note : dataset.notes()) spdlog::warn("{}", note);
}

void ProgressBar::note(const std::string& text) {
  end_line();
  spdlog::info("{}", text);
}

// The first call shows nothing: speed and time left count from there.
void ProgressBar::show(const RunProgress& progress) {
  last_ = Clock::now();
  if (first_fraction_ < 0.0) {
    first_fraction_ = progress.fraction;
    start_ = last_;
  }
  if (progress.fraction <= first_fraction_) return;
  const double done = progress.fraction;
  const double elapsed = std::chrono::duration<double>(last_ - start_).count();
  const double rate = (done - first_fraction_) / elapsed;  // of the run, per second
  const std::string time = done < 1.0 ? duration((1.0 - done) / rate) + " left" : duration(elapsed);
  const std::size_t epoch = std::min(progress.epoch + 1, progress.epochs);
  const std::string facts = fmt::format("epoch {}/{}  loss {:.4f}  {}  {}", epoch, progress.epochs, progress.loss,
                                        speed(rate * static_cast<double>(progress.tokens)), time);
  write_message(
      terminal_ ? fmt::format("\r\x1b[K{}", bar(done, facts)) : fmt::format("{:5.1f}%  {}\n", 100 * done, facts),
      std::chrono::milliseconds(0));  // training does not wait for a reader
  open_ = terminal_;
}

void ProgressBar::end_line() {
  if (open_) tell("\n");
  open_ = false;
}

}  // namespace rowgrad
