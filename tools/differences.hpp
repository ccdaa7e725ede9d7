// Differences: the keys of their configs in which runs are not alike.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "session/run_overview.hpp"

namespace rowgrad {

/// The config's values by JSON pointer, null where a run has none.
using Differences = std::map<std::string, std::vector<Json>>;

/// Keys that all runs agree on are left out.
Differences differences(const std::vector<RunOverview>& runs);

}  // namespace rowgrad
