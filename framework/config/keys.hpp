// Keys: what a section, layer, optimizer, schedule, task or engine declares about its configuration.
//
// A configurable class binds its members once, in declare(Keys&): name, member (whose value is the default), one-line
// doc, range. Strict reading, --set, suggestions, the catalogue, the schema and the resolved config come from that.
#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "config/types.hpp"
#include "config/where.hpp"

namespace rowgrad {

/// One declared key. The modifiers return the key, so that a declaration reads as one sentence.
class Key {
 public:
  Key& required() { return is_required = true, *this; }
  Key& range(double low, double high) { return minimum = low, maximum = high, *this; }
  Key& at_least(double low) { return minimum = low, *this; }
  Key& above(double low) { return minimum = low, exclusive = true, *this; }
  Key& one_of(std::vector<std::string> values) { return choices = std::move(values), *this; }
  /// A name it had before, under which old configs may still give it.
  Key& also_called(std::string old) { return old_name = std::move(old), *this; }

  std::string name;
  std::string old_name;  // empty: none
  /// "boolean", "integer", "number", "string", "path", "size", "sizes", "init", "numbers", "strings" or "object".
  std::string type;
  std::string doc;
  Json default_value;  // null if there is none
  bool is_required = false;
  bool exclusive = false;
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  std::vector<std::string> choices;

  std::function<void(const Json&, const Where&)> assign;  // throws Error if the value does not fit the type
  std::function<Json()> current;
};

class Keys {
 public:
  /// Declares a key bound to `member`, which must outlive this object.
  Key& add(std::string name, bool& member, std::string doc);
  Key& add(std::string name, std::size_t& member, std::string doc);
  Key& add(std::string name, double& member, std::string doc);
  Key& add(std::string name, std::string& member, std::string doc);
  Key& add(std::string name, Path& member, std::string doc);
  Key& add(std::string name, Size& member, std::string doc);
  Key& add(std::string name, Sizes& member, std::string doc);
  Key& add(std::string name, Init& member, std::string doc);
  Key& add(std::string name, std::vector<double>& member, std::string doc);
  Key& add(std::string name, std::vector<std::string>& member, std::string doc);
  /// An object or list that the owner reads itself.
  Key& add(std::string name, Json& member, std::string doc);

  /// Reads an object strictly: every key declared, every required key present, types and ranges kept. `owner` is whose
  /// keys they are, for messages ("optimizer SGD"). Throws Error.
  void read(const Json& object, const Where& where, const std::string& owner = {}) const;
  /// The bound members' present values, defaults included; what has no value (an empty name) is left out.
  Json write() const;

  const std::vector<Key>& all() const { return keys_; }
  /// By its name or by the one it had before; null if there is none.
  const Key* find(const std::string& name) const;
  std::vector<std::string> names() const;

 private:
  template <class V>
  Key& bind(std::string name, V& member, std::string doc);
  std::vector<Key> keys_;
};

/// The JSON type's name for messages: "a string", "an object"…
std::string type_name(const Json& value);

/// Throws unless value fits the key's range and choices.
void check_range(const Key& key, const Json& value, const Where& where);

}  // namespace rowgrad
