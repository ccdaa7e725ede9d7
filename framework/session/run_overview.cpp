#include "session/run_overview.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/config.hpp"
#include "core/error.hpp"
#include "core/is_there.hpp"
#include "core/text_file.hpp"
#include "io/safetensors.hpp"
#include "run/checkpoint.hpp"
#include "run/marker.hpp"
#include "run/metrics_log.hpp"
#include "run/run_directory.hpp"
#include "run/run_lock.hpp"
#include "session/model_is_current.hpp"
#include "session/trained_model.hpp"

namespace rowgrad {
namespace {

using State = RunOverview::State;

constexpr std::uintmax_t largest_json = std::uintmax_t{64} << 20;  // a summary of very many classes is not read

// Throws Error.
Json read_json(const std::filesystem::path& file) {
  const TextFile text(file);
  if (text.bytes().size() > largest_json)
    throw input_error(file.string(), fmt::format("has {} MB", text.bytes().size() >> 20), "is it a run's?");
  return parse_json(text.text(), file.string());
}

SplitFigures figures_of(const Json& json) { return {number_of(json, "loss"), number_of(json, "accuracy")}; }

class OverviewReader {
 public:
  explicit OverviewReader(const std::filesystem::path& folder) : run_(folder) { overview_.path = folder; }

  /// Throws Error and Json::exception.
  void read() {
    run_.require_run();
    note_changes();
    read_config();
    if (is_there(run_.model())) const Safetensors readable(run_.model());
    const bool summarised = is_there(run_.summary());
    if (run_.has_checkpoint()) read_position();
    if (summarised && is_there(run_.model())) read_summary();
    if (overview_.state != State::finished) read_unfinished();
  }

  void set_broken(const std::string& why) {
    overview_.state = State::broken;
    overview_.problem = why;
  }
  RunOverview overview() && { return std::move(overview_); }

 private:
  void note_changes() {
    for (const auto& file : {run_.config(), run_.metrics(), run_.checkpoint(), run_.model(), run_.summary()}) {
      std::error_code missing;
      const auto time = std::filesystem::last_write_time(file, missing);
      if (missing) continue;
      overview_.changed = std::max(overview_.changed, std::chrono::time_point_cast<std::chrono::system_clock::duration>(
                                                          std::chrono::file_clock::to_sys(time)));
    }
  }

  void read_config() {
    overview_.config = read_json(run_.config());
    overview_.task = overview_.config.at("data").at("task").get<std::string>();
    overview_.epochs = overview_.config.at("train").at("epochs").get<std::size_t>();
  }

  void read_position() {
    const CheckpointPosition position = CheckpointFile(run_.checkpoint()).position();
    overview_.epochs_done = position.epoch;
    overview_.steps = position.step;
    overview_.seconds = position.seconds;
  }

  void read_summary() {
    std::error_code missing;
    overview_.state = State::finished;
    const auto size = std::filesystem::file_size(run_.summary(), missing);
    if (!missing && size > largest_json) return;
    const Json summary = read_json(run_.summary());
    const auto steps = summary.at("steps").get<std::size_t>();
    if (!model_is_current(run_)) {
      overview_.state = State::unfinished;
      return;
    }
    overview_.steps = steps;
    overview_.epochs_done = summary.at("epochs").get<std::size_t>();
    overview_.parameters = summary.at("parameters").get<std::size_t>();
    overview_.seconds = number_of(summary.at("seconds"), "total");
    overview_.tokens_per_second = number_of(summary, "tokens_per_second");
    for (const Split split : all_splits) {
      if (const auto found = summary.find(split_name(split)); found != summary.end())
        overview_.splits[static_cast<std::size_t>(split)] = figures_of(*found);
    }
  }

  void read_unfinished() {
    if (RunLock::is_held(run_.path()))
      overview_.state = State::running;
    else if (run_.has_checkpoint())
      overview_.state = State::unfinished;
    else
      overview_.state = is_there(run_.model()) ? State::finished : State::begun;
    if (overview_.state == State::begun) return;
    overview_.parameters = open_experiment(run_).graph.parameter_count();
    try {
      const auto last = last_logged_metrics(run_.metrics());
      for (const Split split : all_splits) {
        if (const auto found = last.find(split_name(split)); found != last.end())
          overview_.splits[static_cast<std::size_t>(split)] = {found->second.loss, found->second.accuracy};
      }
    } catch (const Error&) {  // without a log there are no figures
    }
  }

  RunDirectory run_;
  RunOverview overview_;
};

}  // namespace

const char* state_name(State state) {
  constexpr const char* names[] = {"finished", "running", "unfinished", "begun", "broken"};
  return names[static_cast<std::size_t>(state)];
}

bool looks_like_run(const std::filesystem::path& folder) {
  const RunDirectory run(folder);
  for (const auto& file : {run.config(), run.model(), run.checkpoint(), folder / Marker::file_name}) {
    if (is_there(file)) return true;
  }
  return false;
}

RunOverview look_at_run(const std::filesystem::path& folder) {
  OverviewReader reader(folder);
  try {
    reader.read();
  } catch (const Json::exception&) {
    reader.set_broken("config.json or summary.json does not hold what a run's does");
  } catch (const std::exception& e) {
    reader.set_broken(e.what());
  }
  return std::move(reader).overview();
}

}  // namespace rowgrad
