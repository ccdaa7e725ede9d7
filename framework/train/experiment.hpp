// Experiment: everything a config describes, built and checked: task, graph, rule, schedule, engine.
#pragma once

#include <memory>

#include "config/config.hpp"
#include "graph/graph.hpp"
#include "optim/rule.hpp"
#include "optim/schedule.hpp"
#include "train/engine.hpp"
#include "train/task.hpp"

namespace rowgrad {

class Experiment {
 public:
  /// Reads every section strictly; no data is touched yet. Throws Error.
  explicit Experiment(const Config& config);

  /// Builds the graph. REQUIRES: the task is loaded or restored.
  void build();
  /// Builds the graph without data where the config's "sizes" give all that the data would define; false if not.
  bool build_from_sizes();

  const Config& config() const { return config_; }
  Task& task() const { return *task_; }
  const Rule& rule() const { return *rule_; }
  const Schedule& schedule() const { return *schedule_; }
  Engine& engine() const { return *engine_; }
  const Graph& graph() const { return *graph_; }
  Random random() const { return Random(config_.seed); }
  const std::string& task_name() const { return task_name_; }
  const std::string& rule_name() const { return rule_name_; }

  /// The config with every default filled in and every path absolute.
  Json resolved() const;

 private:
  Config config_;
  std::string task_name_, rule_name_, schedule_name_, engine_name_;
  std::unique_ptr<Task> task_;
  std::unique_ptr<Rule> rule_;
  std::unique_ptr<Schedule> schedule_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<ModelSpec> model_;
  Json resolved_model_;
  std::unique_ptr<Graph> graph_;
};

}  // namespace rowgrad
