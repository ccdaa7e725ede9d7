#include "run/run_recorder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <fstream>

#include "core/error.hpp"
#include "run/metrics_log.hpp"

namespace rowgrad {
namespace {

std::size_t metrics_size(const RunDirectory& run) {
  std::error_code missing;
  const auto bytes = std::filesystem::file_size(run.metrics(), missing);
  return missing ? 0 : bytes;
}

// The lines that a checkpoint counts on are on the disk before it is.
std::size_t flushed_size(const std::filesystem::path& metrics) {
  const int fd = ::open(metrics.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  struct stat info = {};
  ::fstat(fd, &info);
  ::fsync(fd);
  ::close(fd);
  return static_cast<std::size_t>(info.st_size);
}

Json to_json(const std::vector<TouchedRows::Table>& tables) {
  Json json = Json::object();
  for (const auto& [name, rows_touched, rows] : tables) json[name] = {{"rows_touched", rows_touched}, {"rows", rows}};
  return json;
}

// To the microsecond: more digits would only make the file longer.
double rounded(double seconds) { return std::round(seconds * 1e6) / 1e6; }

}  // namespace

void RunRecorder::append(const Json& line) const {
  std::ofstream file(run_.metrics(), std::ios::app);
  file << line.dump() << "\n";
  file.flush();
  if (!file) throw run_error(run_.metrics().string(), "cannot be written", "free space, then continue with --resume");
}

// A run that goes on may stand between the line of an epoch's last step and the epoch's end.
void RunRecorder::started(const RunProgress&) {
  saved_ = Clock::now();
  try {
    const auto last = last_logged_metrics(run_.metrics());
    if (const auto train = last.find("train"); train != last.end()) logged_step_ = train->second.step;
  } catch (const Error&) {  // nothing was logged yet
  }
}

Wish RunRecorder::progressed(const RunProgress&) {
  return Clock::now() - saved_ >= interval_ ? Wish::save : Wish::go_on;
}

void RunRecorder::logged(const StepMetrics& m) {
  logged_step_ = m.step;
  const TouchedRows& touched = m.rows_touched;
  Json line{{"step", m.step}, {"epoch", m.epoch}, {"split", "train"},
            {"loss", m.loss}, {"lr", m.lr},       {"rows_touched", touched.total}};
  if (touched.batches > 1) line["batches"] = touched.batches;
  line["tables"] = to_json(touched.tables);
  line["seconds"] = rounded(m.seconds);
  append(line);
}

Wish RunRecorder::epoch_ended(const EpochMetrics& m) {
  if (m.step != logged_step_) {
    append({{"step", m.step},
            {"epoch", m.epoch},
            {"split", "train"},
            {"loss", m.train_loss},
            {"seconds", rounded(m.seconds)}});
    logged_step_ = m.step;
  }
  if (!m.dev) return Wish::go_on;
  Json line{{"step", m.step}, {"epoch", m.epoch}, {"split", "dev"}};
  line.update(to_json(*m.dev));
  line["seconds"] = rounded(m.seconds);
  append(line);
  return Wish::go_on;
}

void RunRecorder::save(const RunState& state) {
  if (ranks_.first()) facts_.metrics_bytes = flushed_size(run_.metrics());
  write_checkpoint(run_.checkpoint(), state, facts_, ranks_);
  saved_ = Clock::now();
}

void cut_metrics(const RunDirectory& run, std::size_t bytes) {
  std::error_code ignored;
  if (metrics_size(run) > bytes) std::filesystem::resize_file(run.metrics(), bytes, ignored);
}

}  // namespace rowgrad
