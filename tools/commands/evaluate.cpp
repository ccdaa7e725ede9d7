#include "train/evaluate.hpp"

#include <fmt/format.h>

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
      all[data_.empty() ? split_name(split) : data_] = to_json(metrics);
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
    }
  }

  std::string run_, data_;
  bool json_ = false;
};

const bool registered = register_command<Evaluate>("evaluate", "loss and accuracy of a run over its splits or a file");

}  // namespace
}  // namespace rowgrad
