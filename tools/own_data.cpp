#include "tools/own_data.hpp"

#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "config/config.hpp"

namespace rowgrad {
namespace {

using Overrides = std::vector<std::string>;

bool assigns(const Overrides& set, const std::string& key) {
  return std::ranges::any_of(set, [&](const std::string& assignment) {
    return assignment.starts_with(key + "=") || assignment.starts_with(key + ".");
  });
}

bool names_file(const Overrides& set, const std::string& key) {
  return std::ranges::any_of(set, [&](const std::string& assignment) {
    return assignment.starts_with(key + "=") && assignment.size() > key.size() + 1;
  });
}

// Whether the fractions cut off a dev or test part although there is a file for it. Those that are none are refused
// by whoever reads the config.
bool cuts_off_what_is_given(const Json& fractions, const Overrides& set) {
  for (const auto& [part, key] : {std::pair{1, "data.dev"}, {2, "data.test"}}) {
    const Json fraction = fractions.is_array() && fractions.size() > std::size_t(part) ? fractions[part] : Json();
    if (fraction.is_number() && fraction > 0.0 && names_file(set, key)) return true;
  }
  return false;
}

}  // namespace

OwnData with_own_data(const std::string& config, const Overrides& set) {
  OwnData own;
  if (assigns(set, "data.train")) {
    const Json data = Config::load(config).data;
    for (const char* key : {"dev", "test"}) {
      const std::string path = std::string("data.") + key;
      if (!data.is_object() || data.value(key, Json("")) == "" || assigns(set, path)) continue;
      own.overrides.push_back(path + "=");
      own.left_out.push_back(path);
    }
    own.split_left_out = data.is_object() && data.contains("split") && !assigns(set, "data.split") &&
                         cuts_off_what_is_given(data["split"], set);
    if (own.split_left_out) own.overrides.emplace_back("data.split=[]");
  }
  own.overrides.insert(own.overrides.end(), set.begin(), set.end());
  return own;
}

Overrides told_own_data(const std::string& config, const Overrides& set) {
  OwnData own = with_own_data(config, set);
  if (!own.left_out.empty()) {
    const bool one = own.left_out.size() == 1;
    spdlog::info("{} of {} belong{} to its own training file and {} left out; --dev and --test give yours",
                 fmt::join(own.left_out, ", "), config, one ? "s" : "", one ? "is" : "are");
  }
  if (own.split_left_out) {
    spdlog::info(
        "data.split of {} is left out: it would cut off a part that you name a file for; --set data.split gives yours",
        config);
  }
  return std::move(own.overrides);
}

}  // namespace rowgrad
