#include "tools/fetch/fetch_display.hpp"

#include <unistd.h>

#include <csignal>

#include "tools/bar.hpp"
#include "tools/messages.hpp"

namespace rowgrad {
namespace {

volatile std::sig_atomic_t received = 0;

void receive(int number) { received = number; }

void watch(int number) {
  struct sigaction before = {}, action = {};
  action.sa_handler = receive;
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // so that a second one ends the program
  sigemptyset(&action.sa_mask);
  const bool asked = ::sigaction(number, nullptr, &before) == 0;
  if (!asked || before.sa_handler != SIG_IGN) ::sigaction(number, &action, nullptr);
}

// "12.3 of 84.1 MB  3.20 MB/s  0:22 left"
std::string facts(const FetchProgress& now, const FetchProgress& first, double seconds) {
  std::string text = megabytes(now.done);
  if (now.total != 0) text += " of " + megabytes(now.total);
  if (seconds < 1.0 || now.done <= first.done) return text;
  const double rate = static_cast<double>(now.done - first.done) / seconds;
  text += fmt::format("  {}/s", megabytes(static_cast<std::uint64_t>(rate)));
  if (now.total > now.done)
    text += fmt::format("  {} left", clock_time(static_cast<double>(now.total - now.done) / rate));
  return text;
}

}  // namespace

FetchDisplay::FetchDisplay(std::string name) : name_(std::move(name)), terminal_(isatty(STDERR_FILENO) != 0) {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) watch(number);
}

int FetchDisplay::signal() { return received; }

// What begins and takes less than this is not shown.
bool FetchDisplay::due(const FetchProgress& progress) {
  if (progress.doing != first_.doing) {
    first_ = progress;
    started_ = shown_ = Clock::now();
    return false;
  }
  return Clock::now() - shown_ >= std::chrono::milliseconds(terminal_ ? 100 : 5000);
}

void FetchDisplay::progressed(const FetchProgress& progress) {
  if (!due(progress)) return;
  shown_ = Clock::now();
  const double seconds = std::chrono::duration<double>(shown_ - started_).count();
  const std::string text = fmt::format("{}: {}  {}", name_, progress.doing, facts(progress, first_, seconds));
  if (!terminal_) return write_message(text + "\n");
  const double share =
      progress.total != 0 ? static_cast<double>(progress.done) / static_cast<double>(progress.total) : 0.0;
  write_message(erase_line + bar(std::min(share, 1.0), text));
  open_ = true;
}

void FetchDisplay::noted(const std::string& text) {
  write_message((open_ ? erase_line : "") + name_ + ": " + text + "\n");
  open_ = false;
}

void FetchDisplay::end_bar() {
  if (open_) write_message(erase_line);
  open_ = false;
}

}  // namespace rowgrad
