#include "tools/run_figures.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tools/for_people.hpp"
#include "tools/table.hpp"

namespace rowgrad {
namespace {

std::optional<double> count(std::optional<std::size_t> n) {
  return n ? std::optional(static_cast<double>(*n)) : std::nullopt;
}

std::string folder_name(const std::filesystem::path& path) {
  const auto whole = std::filesystem::absolute(path).lexically_normal();
  return (whole.has_filename() ? whole.filename() : whole.parent_path().filename()).string();
}

}  // namespace

std::vector<Figure> figures_of(const RunOverview& run) {
  std::vector<Figure> figures{{"epochs", count(run.epochs_done)},
                              {"steps", count(run.steps)},
                              {"parameters", count(run.parameters)},
                              {"seconds", run.seconds},
                              {"tokens_per_second", run.tokens_per_second}};
  for (const Split split : all_splits) {
    figures.push_back({fmt::format("{}.loss", split_name(split)), run.of(split).loss});
    figures.push_back({fmt::format("{}.accuracy", split_name(split)), run.of(split).accuracy});
  }
  return figures;
}

std::vector<std::string> names_of(const std::vector<RunOverview>& runs) {
  std::vector<std::string> names;
  for (const RunOverview& run : runs) names.push_back(printable(folder_name(run.path)));
  const std::vector<std::string> short_names = names;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (std::ranges::count(short_names, short_names[i]) > 1) names[i] = printable(runs[i].path.string());
  }
  return names;
}

std::string state_text(const RunOverview& run) {
  using State = RunOverview::State;
  const std::string name = state_name(run.state);
  if (run.state == State::broken) return name + ": " + printable(run.problem);
  if (run.state == State::begun) return "ended before it saved anything";
  if (run.state == State::finished) return name;
  return fmt::format("{} at step {}", name, run.steps);
}

std::string figure_text(const Figure& figure) {
  if (!figure.value) return "";
  const double value = *figure.value;
  const bool whole = figure.name.find('.') == std::string::npos && figure.name != "seconds";
  if (!whole) return fmt::format("{:.4f}", value);
  const bool is_count = value >= 0.0 && value < 0x1p63;  // a file may hold anything
  return is_count ? grouped(static_cast<std::uint64_t>(std::llround(value))) : fmt::format("{:.4g}", value);
}

Json to_json(const RunOverview& run) {
  Json json{{"path", run.path.string()}, {"state", state_name(run.state)}};
  if (run.state == RunOverview::State::broken) {
    json["problem"] = run.problem;
    return json;
  }
  json["task"] = run.task;
  json["epochs"] = {{"done", run.epochs_done}, {"planned", run.epochs}};
  json["steps"] = run.steps;
  if (run.parameters) json["parameters"] = *run.parameters;
  if (run.seconds) json["seconds"] = *run.seconds;
  if (run.tokens_per_second) json["tokens_per_second"] = *run.tokens_per_second;
  for (const Split split : all_splits) {
    if (run.of(split).loss) json[split_name(split)]["loss"] = *run.of(split).loss;
    if (run.of(split).accuracy) json[split_name(split)]["accuracy"] = *run.of(split).accuracy;
  }
  json["changed"] = fmt::format("{:%FT%TZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(run.changed)));
  return json;
}

}  // namespace rowgrad
