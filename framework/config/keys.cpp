#include "config/keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/suggest.hpp"

namespace rowgrad {

Key& Keys::append(Key key) {
  key.default_value = key.current();
  if (key.is_unset(key.default_value)) key.default_value = nullptr;
  keys_.push_back(std::move(key));
  return keys_.back();
}

void Keys::read(const Json& object, const Where& where, const std::string& owner) const {
  if (!object.is_object()) throw wrong_type(where, "an object", object);
  for (const auto& [name, value] : object.items()) {
    const Key* key = find(name);
    if (key == nullptr) {
      const std::string whose = owner.empty() ? "" : " of " + owner;
      throw(where / name).error(fmt::format("unknown key \"{}\"{}", name, whose), suggest(name, names()));
    }
    if (name == key->old_name && object.contains(key->name)) {
      throw(where / name)
          .error(fmt::format("\"{}\" is the old name of \"{}\", which is given too", name, key->name),
                 "remove one of the two");
    }
    key->assign(value, where / name);
    check_range(*key, value, where / name);
  }
  for (const Key& key : keys_) {
    const bool given = object.contains(key.name) || (!key.old_name.empty() && object.contains(key.old_name));
    if (key.is_required && !given) {
      throw where.error(fmt::format("missing key \"{}\" ({})", key.name, key.doc), fmt::format("add \"{}\"", key.name));
    }
  }
}

Json Keys::write() const {
  Json object = Json::object();
  for (const Key& key : keys_) {
    const Json value = key.current();
    if (!key.is_unset(value)) object[key.name] = value;
  }
  return object;
}

const Key* Keys::find(const std::string& name) const {
  const auto it = std::find_if(keys_.begin(), keys_.end(), [&](const Key& key) {
    return key.name == name || (!name.empty() && key.old_name == name);
  });
  return it == keys_.end() ? nullptr : &*it;
}

std::vector<std::string> Keys::names() const {
  std::vector<std::string> names;
  for (const Key& key : keys_) names.push_back(key.name);
  return names;
}

void check_range(const Key& key, const Json& value, const Where& where) {
  if (value.is_number()) {
    const double x = value.get<double>();
    const bool low = key.exclusive ? x <= key.minimum : x < key.minimum;
    // A count that no range bounds stays below 2^53, where doubles are exact and sums of counts do not overflow.
    const bool unbounded_count = key.type == Value<std::size_t>::type && !std::isfinite(key.maximum);
    const double maximum = unbounded_count ? 0x1p53 : key.maximum;
    if (low || x > maximum || !std::isfinite(x)) {
      const double minimum = unbounded_count ? std::max(0.0, key.minimum) : key.minimum;
      std::string bound = fmt::format("{} {}", key.exclusive ? "above" : "of at least", minimum);
      if (std::isfinite(maximum)) bound += fmt::format(" and at most {}", maximum);
      throw where.error(fmt::format("expected a number {}, found {}", bound, value.dump()));
    }
  }
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) check_range(key, value[i], where / i);
  }
  if (!key.choices.empty() && value.is_string()) {
    const auto found = value.get<std::string>();
    if (std::find(key.choices.begin(), key.choices.end(), found) == key.choices.end()) {
      throw where.error(fmt::format("unknown value \"{}\"", found), suggest(found, key.choices));
    }
  }
}

}  // namespace rowgrad
