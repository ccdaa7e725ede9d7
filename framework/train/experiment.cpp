#include "train/experiment.hpp"

#include "config/catalogue.hpp"

namespace rowgrad {

Experiment::Experiment(const Config& config) : config_(config) {
  const Where& top = config.where;
  const auto type = [&](const char* name, const Json& json) {
    return selected_type(catalogue_section(name), json, top / name);
  };
  task_name_ = type("data", config.data);
  rule_name_ = type("optimizer", config.optimizer);
  schedule_name_ = type("schedule", config.schedule);
  engine_name_ = type("train", config.train);
  task_ = read_section<Task>("data", config.data, top / "data");
  model_ = std::make_unique<ModelSpec>(config.model, top / "model");
  resolved_model_ = model_->resolved;
  rule_ = read_section<Rule>("optimizer", config.optimizer, top / "optimizer");
  rule_->check(top / "optimizer");
  schedule_ = read_section<Schedule>("schedule", config.schedule, top / "schedule");
  engine_ = read_section<Engine>("train", config.train, top / "train");
  if (rule_->options.rows == "exact" && !engine_->keeps_steps_in_order()) {
    throw(top / "optimizer" / "rows")
        .error(fmt::format("exact rows need steps one after the other, which \"{}\" does not do", engine_name_),
               "set \"train.engine\" to \"graph\", or \"rows\" to \"lazy\"");
  }
  if (!engine_->options.vectors.empty() && !task_->writes_vectors()) {
    throw(top / "train" / "vectors")
        .error(fmt::format("the task \"{}\" writes no word vectors", task_name_), "remove the key");
  }
}

void Experiment::build() {
  graph_ = std::make_unique<Graph>(std::move(*model_), config_.sizes, task_->inputs());
  task_->meet(*graph_, config_.where / "data");
}

bool Experiment::build_from_sizes() {
  Sizes own = config_.sizes, of_data;
  for (const std::string& name : task_->data_sizes()) {
    if (auto size = own.extract(name)) of_data.insert(std::move(size));
  }
  if (of_data.size() != task_->data_sizes().size()) return false;
  task_->define_inputs(of_data);
  graph_ = std::make_unique<Graph>(std::move(*model_), own, task_->inputs());
  return true;
}

Json Experiment::resolved() const {
  Json json{{"format", Config::format}, {"seed", config_.seed}};
  if (!config_.sizes.empty()) json["sizes"] = config_.sizes;
  json["data"] = write_section<Task>("data", task_name_, *task_);
  json["model"] = resolved_model_;
  json["optimizer"] = write_section<Rule>("optimizer", rule_name_, *rule_);
  json["schedule"] = write_section<Schedule>("schedule", schedule_name_, *schedule_);
  json["train"] = write_section<Engine>("train", engine_name_, *engine_);
  return json;
}

const bool registered_section = add_catalogue_section<Task>("data", "task", "", "task");

}  // namespace rowgrad
