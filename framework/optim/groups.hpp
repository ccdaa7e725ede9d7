// Parameter groups: settings of an optimizer that hold for the parameters whose names match a pattern.
#pragma once

#include <vector>

#include "config/keys.hpp"
#include "graph/parameter.hpp"
#include "optim/rule_options.hpp"

namespace rowgrad {

/// One entry of "groups". Settings it does not give are those of the optimizer.
struct ParameterGroup {
  std::string parameters = "*";  // `*` stands for any characters, `?` for one
  double lr;
  double weight_decay;
  bool frozen = false;
  void declare(Keys& keys);
};

/// Reads "groups" strictly. Throws Error.
std::vector<ParameterGroup> read_groups(const RuleOptions& options, const Where& optimizer);

/// The group of each parameter: the first whose pattern matches its name, else the optimizer's own settings. Buffers
/// and parameters frozen by their layer are frozen. Throws Error at a pattern that matches nothing.
std::vector<ParameterGroup> assign_groups(const RuleOptions& options, const std::vector<ParameterSpec>& parameters,
                                          const Where& optimizer);

}  // namespace rowgrad
