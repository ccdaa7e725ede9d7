// Keys: what a section, layer, optimizer, schedule, task or engine declares about its configuration.
//
// A configurable class binds its members once, in declare(Keys&): name, member (whose value is the default), one-line
// doc, range. Strict reading, --set, suggestions, the catalogue, the schema and the resolved config come from that.
#pragma once

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "config/types.hpp"
#include "config/value.hpp"
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
  std::string type;      // Value<V>::type: "integer", "path", "init"…
  std::string doc;
  Json default_value;  // null if there is none
  bool is_required = false;
  bool exclusive = false;
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  std::vector<std::string> choices;

  // What Value<V> says of the bound member's type.
  Json (*schema)() = nullptr;
  Json (*parse)(const std::string&) = nullptr;       // the text of --set
  Json (*parse_part)(const std::string&) = nullptr;  // likewise, of one part
  bool (*is_unset)(const Json&) = nullptr;
  Parts parts = Parts::none;

  std::function<void(const Json&, const Where&)> assign;  // throws Error if the value does not fit the type
  std::function<Json()> current;
};

class Keys {
 public:
  /// Declares a key bound to `member`, which must outlive this object. V is any type that has a Value<V>; Json is for
  /// an object or list that the owner reads itself.
  template <class V>
  Key& add(std::string name, V& member, std::string doc) {
    Key key;
    key.name = std::move(name);
    key.type = Value<V>::type;
    key.doc = std::move(doc);
    key.schema = Value<V>::schema;
    key.parse = Value<V>::parse;
    key.parse_part = Value<V>::parse_part;
    key.is_unset = Value<V>::is_unset;
    key.parts = Value<V>::parts;
    key.assign = [&member](const Json& j, const Where& w) { member = Value<V>::read(j, w); };
    key.current = [&member] { return Value<V>::write(member); };
    return append(std::move(key));
  }

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
  Key& append(Key key);
  std::vector<Key> keys_;
};

/// Throws unless value fits the key's range and choices.
void check_range(const Key& key, const Json& value, const Where& where);

}  // namespace rowgrad
