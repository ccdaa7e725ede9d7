#include "engine/fused_step.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/registry.hpp"

namespace rowgrad {

std::string unlike_rule(const Json& rule_settings, const std::string& type, const std::vector<std::string>& free) {
  const auto found = rule_settings["type"].get<std::string>();
  if (found != type) return fmt::format("optimizer.type is {}, expected {}", found, type);
  const auto [rule, keys] = declared_keys<UpdateRule>(type);
  const Json plain = keys.write();
  for (const auto& [key, value] : rule_settings.items()) {
    if (key == "type" || std::find(free.begin(), free.end(), key) != free.end()) continue;
    if (!plain.contains(key) || plain[key] != value) return fmt::format("optimizer.{} is set", key);
  }
  return {};
}

}  // namespace rowgrad
