#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "core/error.hpp"
#include "run/metrics_log.hpp"
#include "run/run_directory.hpp"
#include "tools/command.hpp"
#include "tools/curves.hpp"
#include "tools/differences.hpp"
#include "tools/for_people.hpp"
#include "tools/messages.hpp"
#include "tools/output.hpp"
#include "tools/run_figures.hpp"
#include "tools/table.hpp"

namespace rowgrad {
namespace {

std::string value_text(const Json& value) {
  constexpr std::size_t longest = 40;
  const std::string text = value.is_null()     ? std::string("-")
                           : value.is_string() ? value.get<std::string>()
                                               : to_text(value, -1);
  return text.size() <= longest ? printable(text) : "…" + printable(text.substr(text.size() - longest));
}

class Compare : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("runs", folders_, "run directories, finished or not")->required();
    app.add_option("--metric", metric_, "what the curves show (default loss)")
        ->check(CLI::IsMember({"loss", "accuracy"}));
    app.add_option("--split", split_, "whose curves (default: dev if all runs have it, else train)")
        ->check(CLI::IsMember({"train", "dev"}));
    app.add_option("--by", by_, "what the curves run along (default step)")
        ->check(CLI::IsMember({"step", "epoch", "seconds"}));
    app.add_flag("--json", json_, "machine-readable");
    app.footer(
        "Keys of the config that differ, figures side by side, and curves from metrics.jsonl.\n"
        "Example:\n  rowgrad compare runs/sentiment runs/sentiment_ngrams");
  }

  int run() override {
    open();
    if (split_.empty()) split_ = have_curves("dev") ? "dev" : "train";
    const std::vector<Curve> curves = this->curves(split_);
    if (json_) {
      print_json(curves);
      return 0;
    }
    print_differences();
    print_figures();
    print_curves(curves);
    return 0;
  }

 private:
  void open() {
    for (const std::string& folder : folders_) {
      RunOverview run = look_at_run(folder);
      if (run.state == RunOverview::State::broken) throw input_error("compare", run.problem);
      logs_.push_back(read_metrics_log(RunDirectory(folder).metrics()));
      runs_.push_back(std::move(run));
    }
    names_ = names_of(runs_);
  }

  std::optional<double> position(const LoggedMetrics& line) const {
    if (by_ == "seconds") return line.seconds;
    return static_cast<double>(by_ == "epoch" ? line.epoch : line.step);
  }

  std::vector<Curve> curves(const std::string& split) const {
    std::vector<Curve> curves;
    for (std::size_t r = 0; r < runs_.size(); ++r) {
      Curve& curve = curves.emplace_back(Curve{names_[r], {}});
      for (const LoggedMetrics& line : logs_[r]) {
        const auto x = position(line), y = metric_ == "loss" ? line.loss : line.accuracy;
        if (line.split == split && x && y) curve.points.emplace_back(*x, *y);
      }
    }
    return curves;
  }
  bool have_curves(const std::string& split) const {
    return std::ranges::none_of(curves(split), [](const Curve& curve) { return curve.points.empty(); });
  }

  Table table(const std::string& first) const {
    std::vector<Table::Column> columns{{first}};
    for (const std::string& name : names_) columns.push_back({name, Table::Align::right});
    return Table(std::move(columns));
  }

  void print_differences() const {
    Table differing = table("config");
    const Differences found = differences(runs_);
    for (const auto& [pointer, values] : found) {
      std::vector<std::string> cells{printable(pointer)};
      for (const Json& value : values) cells.push_back(value_text(value));
      differing.add(std::move(cells));
    }
    fmt::print("{}\n", found.empty() ? "the configs are the same\n" : differing.text());
  }

  void print_figures() const {
    Table figures = table("");
    std::vector<std::string> states{"state"};
    for (const RunOverview& run : runs_) states.push_back(state_text(run));
    figures.add(std::move(states));
    const std::size_t count = figures_of(runs_[0]).size();
    for (std::size_t f = 0; f < count; ++f) {
      std::vector<std::string> cells{figures_of(runs_[0])[f].name};
      bool any = false;
      for (const RunOverview& run : runs_) {
        const Figure figure = figures_of(run)[f];
        any |= figure.value.has_value();
        cells.push_back(figure.value ? figure_text(figure) : "-");
      }
      if (any) figures.add(std::move(cells));
    }
    fmt::print("{}", figures.text());
  }

  void print_curves(const std::vector<Curve>& curves) const {
    const bool any = std::ranges::any_of(curves, [](const Curve& curve) { return !curve.points.empty(); });
    if (!any) return tell("no curve: metrics.jsonl has no {} of {} by {}\n", metric_, split_, by_);
    const bool colours = ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
    const CurveMarks marks = curves.size() == 1 ? CurveMarks::dots
                             : colours          ? CurveMarks::colours
                                                : CurveMarks::letters;
    fmt::print("\n{} {} by {}\n{}", split_, metric_, by_, draw_curves(curves, terminal_columns(STDOUT_FILENO), marks));
  }

  void print_json(const std::vector<Curve>& curves) const {
    Json json{{"runs", Json::array()}, {"config", Json::object()}, {"curves", Json::array()}};
    for (const RunOverview& run : runs_) json["runs"].push_back(to_json(run));
    for (const auto& [pointer, values] : differences(runs_)) json["config"][pointer] = values;
    for (std::size_t r = 0; r < curves.size(); ++r) {
      Json points = Json::array();
      for (const auto& [x, y] : curves[r].points) points.push_back({x, y});
      json["curves"].push_back(
          {{"run", runs_[r].path.string()}, {"split", split_}, {"metric", metric_}, {"by", by_}, {"points", points}});
    }
    fmt::print("{}\n", to_text(json, 2));
  }

  std::vector<std::string> folders_;
  std::string metric_ = "loss", split_, by_ = "step";
  bool json_ = false;
  std::vector<RunOverview> runs_;  // in the order given
  std::vector<std::vector<LoggedMetrics>> logs_;
  std::vector<std::string> names_;
};

const bool registered = register_command<Compare>("compare", "runs side by side: config keys, figures, curves");

}  // namespace
}  // namespace rowgrad
