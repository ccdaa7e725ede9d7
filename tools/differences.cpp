#include "tools/differences.hpp"

#include <algorithm>

namespace rowgrad {

Differences differences(const std::vector<RunOverview>& runs) {
  Differences values;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const Json flat = runs[r].config.flatten();
    for (const auto& [pointer, value] : flat.items()) {
      auto& by_run = values[pointer];
      by_run.resize(runs.size());
      by_run[r] = value;
    }
  }
  std::erase_if(values, [](const auto& entry) {
    return std::ranges::all_of(entry.second, [&](const Json& value) { return value == entry.second[0]; });
  });
  return values;
}

}  // namespace rowgrad
