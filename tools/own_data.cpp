#include "tools/own_data.hpp"

#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "config/config.hpp"

namespace rowgrad {

OwnData with_own_data(const std::string& config, const std::vector<std::string>& set) {
  const auto names = [&](const std::string& key) {
    return std::any_of(set.begin(), set.end(), [&](const std::string& assignment) {
      return assignment.starts_with(key + "=") || assignment.starts_with(key + ".");
    });
  };
  OwnData own;
  if (names("data.train")) {
    const Json data = Config::load(config).data;
    for (const auto& [key, nothing] : {std::pair{"dev", ""}, {"test", ""}, {"split", "[]"}}) {
      const std::string path = std::string("data.") + key;
      if (!data.is_object() || !data.contains(key) || data[key].empty() || data[key] == "" || names(path)) continue;
      own.overrides.push_back(path + "=" + nothing);
      own.left_out.push_back(path);
    }
  }
  own.overrides.insert(own.overrides.end(), set.begin(), set.end());
  return own;
}

std::vector<std::string> told_own_data(const std::string& config, const std::vector<std::string>& set) {
  OwnData own = with_own_data(config, set);
  if (!own.left_out.empty()) {
    spdlog::info(
        "{} of {} belong{} to its own training file and {} left out; --dev, --test or --set data.split give yours",
        fmt::join(own.left_out, ", "), config, own.left_out.size() == 1 ? "s" : "",
        own.left_out.size() == 1 ? "is" : "are");
  }
  return std::move(own.overrides);
}

}  // namespace rowgrad
