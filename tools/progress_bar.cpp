#include "tools/progress_bar.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "core/error.hpp"
#include "run/metrics_log.hpp"
#include "run/run_directory.hpp"
#include "tools/bar.hpp"
#include "tools/data_lines.hpp"
#include "tools/for_people.hpp"
#include "tools/messages.hpp"

namespace rowgrad {
namespace {

constexpr std::chrono::milliseconds no_patience{0};  // training does not wait for a reader

std::string epoch_of(std::size_t epoch, std::size_t epochs) {
  return fmt::format("epoch {:{}}/{}", epoch, fmt::formatted_size("{}", epochs), epochs);
}

std::string epoch_line(const EpochMetrics& m, bool best) {
  std::string line = fmt::format("{}  train loss {:.4f}", epoch_of(m.epoch, m.epochs), m.train_loss);
  if (m.dev) line += fmt::format("  dev loss {:.4f}", m.dev->loss);
  if (m.dev && m.dev->accuracy) line += fmt::format("  accuracy {:.1f} %", 100 * *m.dev->accuracy);
  if (best) return line + "  best so far";
  if (m.patience) line += fmt::format("  best: epoch {}", m.patience->best_epoch);
  return line;
}

// How training ended, and which epoch is kept.
std::string last_line(const RunProgress& p, const std::optional<Patience>& patience) {
  const std::string figures = fmt::format("in {}, {}", duration(p.seconds), speed(p.tokens_per_second()));
  if (!patience) return fmt::format("done: {} {}", counted(p.epoch, "epoch"), figures);
  const std::string kept = fmt::format("epoch {} is kept", patience->best_epoch);
  if (!patience->exhausted) return fmt::format("done: {} {}; {}", counted(p.epoch, "epoch"), figures, kept);
  return fmt::format("stopped after {} of {} {}: no better dev {} for {}; {}", p.epoch, counted(p.epochs, "epoch"),
                     figures, patience->best_by, counted(patience->waited, "epoch"), kept);
}

}  // namespace

ProgressBar::ProgressBar(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) != 0) {}

bool ProgressBar::due() const {
  if (quiet_) return false;
  if (!first_) return true;
  const double seconds = std::chrono::duration<double>(Clock::now() - shown_).count();
  return seconds >= (terminal_ ? 0.1 : 5.0);
}

// A resumed run may have done better before.
void ProgressBar::started(const RunProgress& progress) {
  if (progress.epoch == 0) return;
  try {
    for (const LoggedMetrics& line : read_metrics_log(RunDirectory(run_).metrics())) {
      if (line.split == split_name(Split::dev) && line.loss) lowest_dev_loss_ = std::min(lowest_dev_loss_, *line.loss);
    }
  } catch (const Error&) {  // a log that is gone or spoilt ends no run
  }
}

// With early stopping, whatever it goes by; else by the dev split's loss.
bool ProgressBar::is_best(const EpochMetrics& metrics) {
  const bool lowest = metrics.dev && metrics.dev->loss < lowest_dev_loss_;
  if (lowest) lowest_dev_loss_ = metrics.dev->loss;
  return metrics.patience ? metrics.best() : lowest;
}

Wish ProgressBar::progressed(const RunProgress& progress) {
  if (due()) show(progress);
  return Wish::go_on;
}

Wish ProgressBar::epoch_ended(const EpochMetrics& metrics) {
  patience_ = metrics.patience;
  const bool best = is_best(metrics);
  if (!quiet_) print_line(epoch_line(metrics, best));
  return Wish::go_on;
}

void ProgressBar::finished(const RunProgress& progress) {
  if (!quiet_) print_line(last_line(progress, patience_));
}

void ProgressBar::data_read(const Dataset& dataset) {
  if (!quiet_) {
    for (const std::string& line : data_lines(dataset)) spdlog::info("{}", line);
  }
  for (const std::string& note : dataset.notes()) spdlog::warn("{}", note);
}

void ProgressBar::note(const std::string& text) {
  end_bar();
  spdlog::info("{}", text);
}

// The first call shows nothing: speed and time left count from there.
void ProgressBar::show(const RunProgress& progress) {
  shown_ = Clock::now();
  if (!first_) first_ = progress;
  const double done = progress.fraction - first_->fraction, seconds = progress.seconds - first_->seconds;
  if (done <= 0.0 || seconds <= 0.0) return;
  const double rate = done / seconds;  // of the run, per second
  const std::string facts = fmt::format(
      "{}  loss {:.4f}  {}  {} left", epoch_of(std::min(progress.epoch + 1, progress.epochs), progress.epochs),
      progress.loss, speed(rate * static_cast<double>(progress.tokens)), clock_time((1.0 - progress.fraction) / rate));
  if (!terminal_) return print_line(fmt::format("{:5.1f}%  {}", 100 * progress.fraction, facts));
  write_message(erase_line + bar(progress.fraction, facts), no_patience);
  open_ = true;
}

// In the place of the bar.
void ProgressBar::print_line(const std::string& text) {
  write_message((open_ ? erase_line : "") + text + "\n", no_patience);
  open_ = false;
}

void ProgressBar::end_bar() {
  if (open_) tell("\n");
  open_ = false;
}

}  // namespace rowgrad
