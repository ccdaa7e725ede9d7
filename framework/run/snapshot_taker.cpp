#include "run/snapshot_taker.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "optim/current_rows.hpp"
#include "run/marker.hpp"

namespace rowgrad {
namespace {

// Between two epochs the loss is that of the one before.
std::optional<double> loss_of(const RunState& state) {
  if (state.epoch_loss.rows() > 0) return state.epoch_loss.mean();
  if (state.epoch > 0) return state.last_epoch_loss;
  return std::nullopt;
}

}  // namespace

void SnapshotTaker::started(const RunProgress& progress) {
  find_last(progress);
  list_in_marker(next_number_ + count_ - taken_);
  std::error_code problem;
  std::filesystem::create_directories(run_.snapshots(), problem);
  if (problem)
    throw run_error(run_.snapshots().string(), "cannot be made: " + problem.message(),
                    "make room for it, then continue with --resume");
  const bool ends = progress.epoch >= progress.epochs;
  wanted_ = ends ? taken_step_ != progress.step : due_until(0.0) > taken_;
}

// Those that are due before the last one, up to a fraction of the run: number k is due at k/(count − 1).
std::size_t SnapshotTaker::due_until(double fraction) const {
  if (count_ == 1) return 0;
  const auto reached = static_cast<std::size_t>(std::floor(fraction * static_cast<double>(count_ - 1)));
  return std::min(reached + 1, count_ - 1);
}

// The last one that is there says which were taken. The run may have been given more epochs since.
void SnapshotTaker::find_last(const RunProgress& progress) {
  const auto files = snapshot_files(run_);
  if (files.empty()) return;
  const SnapshotMoment last = read_snapshot_moment(files.back());
  next_number_ = snapshot_number(files.back()) + 1;
  taken_step_ = last.step;
  const double fraction = last.epochs == progress.epochs
                              ? last.fraction
                              : last.fraction * static_cast<double>(last.epochs) / static_cast<double>(progress.epochs);
  taken_ = due_until(std::min(fraction, 1.0));
}

void SnapshotTaker::list_in_marker(std::size_t end) const {
  Marker marker = read_marker(run_.path()).value_or(Marker{});
  const std::size_t listed = marker.files.size();
  for (std::size_t number = 0; number < end; ++number) {
    std::string name = snapshot_name(number);
    const auto before = marker.files.begin() + static_cast<std::ptrdiff_t>(listed);
    if (std::find(marker.files.begin(), before, name) == before) marker.files.push_back(std::move(name));
  }
  if (marker.files.size() > listed) write_marker(run_.path(), marker);
}

// The end of the run is told by epoch_ended().
Wish SnapshotTaker::progressed(const RunProgress& progress) {
  if (progress.fraction < 1.0 && due_until(progress.fraction) > taken_) wanted_ = true;
  return wanted_ ? Wish::look : Wish::go_on;
}

Wish SnapshotTaker::epoch_ended(const EpochMetrics& metrics) {
  if (metrics.last && taken_step_ != metrics.step) wanted_ = true;
  return wanted_ ? Wish::look : Wish::go_on;
}

void SnapshotTaker::look(const RunState& state, const RunProgress& progress) {
  if (!wanted_) return;
  wanted_ = false;
  Snapshot snapshot{{state.step, state.epoch, progress.epochs, progress.fraction, loss_of(state)}, kept_.ids, {}};
  auto rows = current_rows(rule_, state.parameters, state.optimizer, kept_.tables, kept_.ids);
  for (std::size_t i = 0; i < rows.size(); ++i)
    snapshot.tables[state.parameters[kept_.tables[i]].spec.name] = std::move(rows[i]);
  write_snapshot(run_.path() / snapshot_name(next_number_), snapshot);
  ++next_number_;
  taken_ = due_until(progress.fraction);
  taken_step_ = state.step;
}

}  // namespace rowgrad
