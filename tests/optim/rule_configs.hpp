// rule_configs(): configs of every rule, for tests that walk them all. A new rule is in them once it is registered.
#pragma once

#include <string>
#include <vector>

#include "config/registry.hpp"
#include "tests/optim/example_rules.hpp"

namespace rowgrad {

/// Each registered rule and each of the tests' own, by its defaults with weight decay, and the settings that change
/// what a zero gradient does.
inline std::vector<std::string> rule_configs() {
  std::vector<std::string> configs{R"({"type": "SGD", "lr": 0.1, "momentum": 0.9, "weight_decay": 0.01})",
                                   R"({"type": "Adam", "lr": 0.01})",
                                   R"({"type": "Adam", "lr": 0.01, "beta1": 0, "weight_decay": 0.1})"};
  for (const auto* rules : {&Registry<UpdateRule>::instance(), &example_rules()}) {
    for (const std::string& name : rules->names())
      configs.push_back(Json{{"type", name}, {"lr", 0.05}, {"weight_decay", 0.1}}.dump());
  }
  return configs;
}

}  // namespace rowgrad
