// Trial: one parameter under one optimizer, stepped with gradients given row by row. Weights start at one.
#pragma once

#include <vector>

#include "config/catalogue.hpp"
#include "optim/optimizer.hpp"
#include "tests/optim/example_rules.hpp"

namespace rowgrad {

/// A registered rule, or one of the tests' own.
inline std::unique_ptr<UpdateRule> make_rule(const std::string& config) {
  const Where where{"test", "/optimizer"};
  Json json = Json::parse(config);
  const auto example = example_rules().entries().find(json["type"].get<std::string>());
  if (example == example_rules().entries().end()) {
    auto rule = read_section<UpdateRule>("optimizer", json, where);
    rule->check(where);
    return rule;
  }
  auto rule = example->second.create();
  Keys keys;
  rule->declare(keys);
  json.erase("type");
  keys.read(json, where);
  rule->check(where);
  return rule;
}

/// The config with one key set.
inline std::string with(const std::string& config, const std::string& key, const Json& value) {
  Json json = Json::parse(config);
  json[key] = value;
  return json.dump();
}

struct Touch {
  Id id;
  std::vector<double> gradient;
};

template <class T = double>
struct TrialOf {
  TrialOf(const std::string& config, std::size_t rows, std::size_t columns)
      : TrialOf(make_rule(config), rows, columns) {}
  TrialOf(std::unique_ptr<UpdateRule> update_rule, std::size_t rows, std::size_t columns)
      : rule(std::move(update_rule)),
        specs{{Param{0, "table"}, rows, columns, {}}},
        state(initial_optimizer_state<T>(*rule, specs)),
        optimizer(*rule, specs, state),
        parameters(initialise<T>(specs, Random(1))) {
    parameters[0].value.fill(T(1));
    gradients.emplace_back(rows, columns);
  }

  /// Goes on where another trial stands, as from its checkpoint.
  TrialOf(const std::string& config, const TrialOf& other)
      : rule(make_rule(config)),
        specs(other.specs),
        state(as_read_back(other.state)),
        optimizer(*rule, specs, state),
        parameters(other.parameters),
        gradients(other.gradients) {}
  TrialOf(const TrialOf&) = delete;

  TrialOf& step(const std::vector<Touch>& touches) {
    gradients[0].clear();
    for (const Touch& touch : touches) {
      const std::vector<T> g(touch.gradient.begin(), touch.gradient.end());
      gradients[0].add_rows({&touch.id, 1}, g.data());
    }
    return apply();
  }

  /// A few random rows (some twice), as a sparse or as a dense gradient. The same for the same `index`.
  TrialOf& step_at_random(int index, bool dense) {
    const Random random = Random(99).stream(static_cast<std::uint64_t>(index));
    const auto& spec = specs[0];
    std::vector<T> g(spec.columns);
    gradients[0].clear();
    for (std::uint64_t k = 0; k < 4; ++k) {
      const Id id = static_cast<Id>(random.below(1000 + k, spec.rows));
      for (std::size_t j = 0; j < g.size(); ++j) g[j] = static_cast<T>(random.normal(k * g.size() + j));
      gradients[0].add_rows({&id, 1}, g.data());
    }
    if (dense) gradients[0].make_dense();
    return apply();
  }

  double weight(std::size_t i, std::size_t j) const { return parameters[0].value(i, j); }
  bool same_as(const TrialOf& other) const { return parameters[0].value == other.parameters[0].value; }

  std::unique_ptr<UpdateRule> rule;
  std::vector<ParameterSpec> specs;
  OptimizerState<T> state;
  Optimizer<T> optimizer;  // works on `state`
  Parameters<T> parameters;
  std::vector<Gradient<T>> gradients;
  double lr_factor = 1.0;

 private:
  static OptimizerState<T> as_read_back(OptimizerState<T> state) {
    for (RowClocks& clocks : state.clocks) clocks = {clocks.settled(), 0};
    return state;
  }
  TrialOf& apply() {
    optimizer.step(parameters, gradients, rule->options.lr * lr_factor);
    return *this;
  }
};

using Trial = TrialOf<>;

}  // namespace rowgrad
