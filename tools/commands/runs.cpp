#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

#include "config/suggest.hpp"
#include "core/error.hpp"
#include "session/runs_in.hpp"
#include "tools/command.hpp"
#include "tools/for_people.hpp"
#include "tools/messages.hpp"
#include "tools/output.hpp"
#include "tools/run_figures.hpp"
#include "tools/table.hpp"

namespace rowgrad {
namespace {

struct Row {
  RunOverview run;
  std::string name;
};

// Smaller is earlier in the list, for figures of which more is better too.
std::optional<double> rank(const Row& row, const std::string& key) {
  if (row.run.state == RunOverview::State::broken) return std::nullopt;
  for (const auto& [name, value] : figures_of(row.run)) {
    if (name == key && value) return name.ends_with(".accuracy") || name == "tokens_per_second" ? -*value : *value;
  }
  return std::nullopt;
}

const std::vector<std::string>& text_keys() {
  static const std::vector<std::string> keys{"date", "name", "task", "state"};
  return keys;
}

bool is_before(const Row& a, const Row& b, const std::string& key) {
  if (key == "date") return a.run.changed > b.run.changed;
  if (key == "name") return a.name < b.name;
  if (key == "task") return a.run.task < b.run.task;
  if (key == "state") return a.run.state < b.run.state;
  const auto first = rank(a, key), second = rank(b, key);
  if (!first || !second) return first.has_value() && !second.has_value();
  return *first < *second;
}

std::string epochs_text(const RunOverview& run) {
  if (run.state == RunOverview::State::broken) return "";
  if (run.state == RunOverview::State::finished) return fmt::format("{}", run.epochs_done);
  return fmt::format("{}/{}", run.epochs_done, run.epochs);
}

std::string table_of(const std::vector<Row>& rows) {
  using Align = Table::Align;
  Table table({{"name"},
               {"task"},
               {"epochs", Align::right},
               {"parameters", Align::right},
               {"train loss", Align::right},
               {"acc.", Align::right},
               {"dev loss", Align::right},
               {"acc.", Align::right},
               {"test loss", Align::right},
               {"acc.", Align::right},
               {"time", Align::right},
               {"last change"},
               {"state"}});
  for (const auto& [run, name] : rows) {
    std::vector<std::string> cells{name, printable(run.task), epochs_text(run),
                                   run.parameters ? grouped(*run.parameters) : ""};
    for (const Split split : all_splits) {
      cells.push_back(figure_text({"x.loss", run.of(split).loss}));
      cells.push_back(figure_text({"x.accuracy", run.of(split).accuracy}));
    }
    cells.push_back(run.seconds ? duration(*run.seconds) : "");
    const bool dated = run.changed.time_since_epoch().count() != 0;
    const auto time = std::chrono::system_clock::to_time_t(run.changed);
    cells.push_back(dated ? fmt::format("{:%F %H:%M}", fmt::localtime(time)) : "");
    cells.push_back(state_text(run));
    table.add(std::move(cells));
  }
  return table.text();
}

class Runs : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("folders", folders_, "folders of runs, or runs (default: runs)");
    app.add_option(
        "--sort", key_,
        "date (default), name, task, state or a figure, the best first: dev.loss, test.accuracy, seconds, …");
    app.add_flag("--json", json_, "machine-readable");
    app.footer(
        "Figures of a run that is not finished are the last of its metrics.jsonl.\n"
        "Examples:\n  rowgrad runs\n  rowgrad runs runs old-runs --sort test.accuracy");
  }

  int run() override {
    check_key();
    const std::vector<Row> rows = sorted_rows();
    if (rows.empty()) tell("no runs there\n");
    if (json_) {
      Json list = Json::array();
      for (const Row& row : rows) list.push_back(to_json(row.run));
      fmt::print("{}\n", to_text(list, 2));
      return 0;
    }
    if (!rows.empty()) fmt::print("{}", table_of(rows));
    return 0;
  }

 private:
  void check_key() const {
    std::vector<std::string> keys = text_keys();
    for (const Figure& figure : figures_of({})) keys.push_back(figure.name);
    if (std::ranges::find(keys, key_) == keys.end())
      throw input_error("--sort", fmt::format("unknown key \"{}\"", key_), suggest(key_, keys));
  }

  std::vector<Row> sorted_rows() const {
    std::vector<RunOverview> runs;
    for (const std::string& folder : folders_) {
      for (const auto& path : runs_in(folder)) runs.push_back(look_at_run(path));
    }
    const std::vector<std::string> names = names_of(runs);
    std::vector<Row> rows;
    for (std::size_t i = 0; i < runs.size(); ++i) rows.push_back({std::move(runs[i]), names[i]});
    std::ranges::sort(rows, {}, &Row::name);
    std::ranges::stable_sort(rows, [&](const Row& a, const Row& b) { return is_before(a, b, key_); });
    return rows;
  }

  std::vector<std::string> folders_{"runs"};
  std::string key_ = "date";
  bool json_ = false;
};

const bool registered = register_command<Runs>("runs", "the runs of a folder with their state and figures");

}  // namespace
}  // namespace rowgrad
