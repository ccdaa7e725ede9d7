#include "run/run_recorder.hpp"

#include <fstream>

#include "core/error.hpp"

namespace rowgrad {
namespace {

std::size_t metrics_size(const RunDirectory& run) {
  std::error_code missing;
  const auto bytes = std::filesystem::file_size(run.metrics(), missing);
  return missing ? 0 : bytes;
}

}  // namespace

void RunRecorder::append(const Json& line) const {
  std::ofstream file(run_.metrics(), std::ios::app);
  file << line.dump() << "\n";
  file.flush();
  if (!file) throw run_error(run_.metrics().string(), "cannot be written", "free space, then continue with --resume");
}

Wish RunRecorder::progressed(const RunProgress&) {
  return Clock::now() - saved_ >= interval_ ? Wish::save : Wish::go_on;
}

void RunRecorder::logged(const StepMetrics& m) {
  append({{"step", m.step},
          {"epoch", m.epoch},
          {"split", "train"},
          {"loss", m.loss},
          {"lr", m.lr},
          {"rows_touched", m.rows_touched}});
}

void RunRecorder::epoch_ended(const EpochMetrics& m) {
  if (!m.dev) return;
  Json line{{"step", m.step}, {"epoch", m.epoch}, {"split", "dev"}};
  line.update(to_json(*m.dev));
  append(line);
}

void RunRecorder::save(const RunState& state) {
  write_checkpoint(run_.checkpoint(), state, {tokens_, metrics_size(run_)});
  saved_ = Clock::now();
}

void cut_metrics(const RunDirectory& run, std::size_t bytes) {
  std::error_code ignored;
  if (metrics_size(run) > bytes) std::filesystem::resize_file(run.metrics(), bytes, ignored);
}

}  // namespace rowgrad
