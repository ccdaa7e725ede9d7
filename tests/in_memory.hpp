// Experiments on datasets made in memory: no file is read or written.
#pragma once

#include "config/catalogue.hpp"
#include "session/experiment.hpp"

namespace rowgrad {

/// `config` has the sections "model", "optimizer", "schedule" and "train"; all but the first may be left out.
inline Experiment in_memory(std::shared_ptr<const Dataset> dataset, const Json& config) {
  const Where where{"test", ""};
  const Json none = Json::object();
  const auto section = [&](const char* name) { return config.value(name, none); };
  const auto type = [&](const char* name) { return selected_type(catalogue_section(name), section(name), where); };
  RunSpec spec;
  spec.where = where;
  spec.model = read_model(config.at("model"), where / "model");
  const std::shared_ptr<UpdateRule> rule = read_section<UpdateRule>("optimizer", section("optimizer"), where);
  spec.rule_settings = write_section<UpdateRule>("optimizer", type("optimizer"), *rule);
  spec.rule = rule;
  spec.schedule = read_section<Schedule>("schedule", section("schedule"), where);
  spec.engine = read_section<Engine>("train", section("train"), where);
  Graph graph = build_graph(spec.model, {}, dataset->inputs());
  return {std::move(spec), std::move(dataset), std::move(graph)};
}

/// Trains from the start to the end.
inline RunState train_in_memory(const Experiment& experiment, RunObserver& observer) {
  return experiment.spec.engine->run(experiment.context(), fresh_state(experiment), observer);
}
inline RunState train_in_memory(const Experiment& experiment) {
  RunObserver nobody;
  return train_in_memory(experiment, nobody);
}

/// Remembers what a run had to tell.
struct Notes : RunObserver {
  std::string text;
  void note(const std::string& sentence) override { text += sentence + "\n"; }
};

inline const Matrix<float>& parameter(const Experiment& experiment, const RunState& state, const std::string& name) {
  return state.parameters[experiment.graph.find_parameter(name).value()].value;
}

inline bool same(const Matrix<float>& a, const Matrix<float>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}
inline bool same(const Parameters<float>& a, const Parameters<float>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return same(x.value, y.value); });
}

}  // namespace rowgrad
