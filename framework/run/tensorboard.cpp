#include "run/tensorboard.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>

#include "core/error.hpp"
#include "run/marker.hpp"

namespace rowgrad {
namespace {

double wall_now() { return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count(); }

// Later than any that is there.
std::string next_name(const std::vector<std::string>& files, double wall) {
  for (auto second = static_cast<std::uint64_t>(wall);; ++second) {
    std::string name = event_file_name(second);
    const auto is_later = [&](const std::string& file) { return is_event_file_name(file) && file >= name; };
    if (std::none_of(files.begin(), files.end(), is_later)) return name;
  }
}

}  // namespace

void TensorBoard::logged(const StepMetrics& m) {
  const TouchedRows& touched = m.rows_touched;
  std::vector<Scalar> scalars{
      {"train/loss", m.loss}, {"train/lr", m.lr}, {"train/rows_touched", static_cast<double>(touched.total)}};
  for (const TouchedRows::Table& table : touched.tables)
    scalars.emplace_back("train/rows_touched/" + table.name, static_cast<double>(table.rows_touched));
  write(m.step, scalars);
}

Wish TensorBoard::epoch_ended(const EpochMetrics& m) {
  std::vector<Scalar> scalars{{"train/epoch_loss", m.train_loss}};
  if (m.dev) scalars.emplace_back("dev/loss", m.dev->loss);
  if (m.dev && m.dev->accuracy) scalars.emplace_back("dev/accuracy", *m.dev->accuracy);
  write(m.step, scalars);
  return Wish::go_on;
}

void TensorBoard::write(std::size_t step, std::span<const Scalar> scalars) {
  const double wall = wall_now();
  if (file_.empty()) begin(wall);
  append(scalars_record({wall, step}, scalars));
}

void TensorBoard::begin(double wall) {
  Marker marker = read_marker(run_.path()).value_or(Marker{});
  const std::string name = next_name(marker.files, wall);
  marker.files.push_back(name);
  write_marker(run_.path(), marker);
  file_ = run_.path() / name;
  append(version_record(wall));
  // Steps after a checkpoint are done, and written, again.
  if (first_step_ > 0) append(start_record({wall, first_step_ + 1}));
}

void TensorBoard::append(const std::string& record) const {
  std::ofstream file(file_, std::ios::app | std::ios::binary);
  file.write(record.data(), static_cast<std::streamsize>(record.size()));
  file.flush();
  if (!file) throw run_error(file_.string(), "cannot be written", "free space, then continue with --resume");
}

}  // namespace rowgrad
