#include "train/evaluate.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tools/command.hpp"
#include "train/run_directory.hpp"

namespace rowgrad {
namespace {

// With --data, that file stands in for the training split and nothing else is read; vocabulary and labels are the
// run's.
class Evaluate : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run directory")->required();
    app.add_option("--data", data_, "evaluate on this file (default: the splits of the run's config)");
    app.add_flag("--json", json_, "machine-readable");
    app.footer("Examples:\n  rowgrad evaluate runs/sentiment\n  rowgrad evaluate runs/sentiment --data new.tsv --json");
  }

  int run() override {
    std::vector<std::string> overrides;
    if (!data_.empty()) overrides = {"data.train=" + data_, "data.dev=", "data.test=", "data.split=[]"};
    OpenRun open = open_run(run_, overrides);
    const Experiment& experiment = *open.experiment;
    const Task& task = experiment.task();
    if (data_.empty()) task.check(experiment.config().where / "data");
    experiment.task().load();
    Json all = Json::object();
    for (const Split split : all_splits) {
      if (!task.has(split)) continue;
      const Metrics metrics = evaluate(experiment.graph(), open.parameters, task, split, experiment.random());
      all[data_.empty() ? split_name(split) : data_] = to_full_json(metrics);
      all.back()["rows"] = metrics.rows;
    }
    if (all.empty())
      throw input_error(data_.empty() ? run_ : data_, "there is nothing to evaluate", "give it some text");
    print(all);
    return 0;
  }

 private:
  void print(const Json& all) const {
    if (json_) {
      fmt::print("{}\n", (data_.empty() ? all : all.front()).dump(2));
      return;
    }
    for (const auto& [name, metrics] : all.items()) {
      fmt::print("{}: loss {:.5f}", name, metrics["loss"].get<double>());
      if (metrics.contains("accuracy")) fmt::print(", accuracy {:.4f}", metrics["accuracy"].get<double>());
      fmt::print(" over {}\n", metrics["rows"].get<std::size_t>());
      if (metrics.contains("classes")) print_classes(metrics);
    }
  }

  static void print_classes(const Json& metrics) {
    fmt::print("  calibration error {:.4f}, macro F1 {:.4f}\n", metrics["calibration_error"].get<double>(),
               metrics["macro_f1"].get<double>());
    fmt::print("  {:<16} {:>9} {:>9} {:>9} {:>8}  predicted as\n", "class", "precision", "recall", "F1", "count");
    std::size_t line = 0;
    for (const auto& [label, values] : metrics["classes"].items()) {
      fmt::print("  {:<16} {:9.4f} {:9.4f} {:9.4f} {:8}  {}\n", label, values["precision"].get<double>(),
                 values["recall"].get<double>(), values["f1"].get<double>(), values["count"].get<std::size_t>(),
                 fmt::join(metrics["confusion"][line++].get<std::vector<std::size_t>>(), " "));
    }
  }

  std::string run_, data_;
  bool json_ = false;
};

const bool registered =
    register_command<Evaluate>("evaluate", "loss, accuracy and per-class figures of a run over its splits or a file");

}  // namespace
}  // namespace rowgrad
