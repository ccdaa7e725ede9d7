#include "optim/groups.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>

#include "config/suggest.hpp"
#include "config/value.hpp"

namespace rowgrad {

void ParameterGroup::declare(Keys& keys) {
  keys.add("parameters", parameters, "the names it is for, such as \"embed.weight\" or \"*.bias\"").required();
  keys.add("lr", lr, "their learning rate, to which the schedule applies").at_least(0);
  keys.add("weight_decay", weight_decay, "their decoupled decay").at_least(0);
  keys.add("frozen", frozen, "they stay as they start");
}

std::vector<ParameterGroup> read_groups(const RuleOptions& options, const Where& optimizer) {
  const Where where = optimizer / "groups";
  if (!options.groups.is_array()) throw wrong_type(where, "a list", options.groups);
  std::vector<ParameterGroup> groups;
  for (std::size_t i = 0; i < options.groups.size(); ++i) {
    ParameterGroup& group = groups.emplace_back(ParameterGroup{"", options.lr, options.weight_decay});
    Keys keys;
    group.declare(keys);
    keys.read(options.groups[i], where / i, "a group");
    if (options.lr == 0.0 && group.lr != 0.0) {
      throw(where / i / "lr").error("the optimizer's own lr is 0, of which this would be a multiple", "raise that one");
    }
  }
  return groups;
}

std::vector<ParameterGroup> assign_groups(const RuleOptions& options, const std::vector<ParameterSpec>& parameters,
                                          const Where& optimizer) {
  const auto groups = read_groups(options, optimizer);
  const auto matches = [](const ParameterGroup& group, const ParameterSpec& spec) {
    return fnmatch(group.parameters.c_str(), spec.name.c_str(), 0) == 0;
  };
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (std::any_of(parameters.begin(), parameters.end(), [&](const auto& spec) { return matches(groups[i], spec); }))
      continue;
    std::vector<std::string> names;
    for (const ParameterSpec& spec : parameters) names.push_back(spec.name);
    throw(optimizer / "groups" / i / "parameters")
        .error(fmt::format("no parameter matches \"{}\"", groups[i].parameters), suggest(groups[i].parameters, names));
  }
  std::vector<ParameterGroup> assigned;
  for (const ParameterSpec& spec : parameters) {
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return matches(g, spec); });
    assigned.push_back(found != groups.end() ? *found : ParameterGroup{"*", options.lr, options.weight_decay});
    assigned.back().frozen |= !spec.trainable || spec.frozen;
  }
  return assigned;
}

}  // namespace rowgrad
