// JsonChecks: what no JSON of ours may hold, refused while it is parsed: a key twice in one object, a key longer than
// any name, nesting so deep that a walk through the value could overflow the stack.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "config/types.hpp"

namespace rowgrad {

class JsonChecks {
 public:
  static constexpr int deepest = 100;
  static constexpr std::size_t longest_key = 1000;  // bytes

  /// `where` is what messages name. Must outlive the callback().
  explicit JsonChecks(std::string where) : where_(std::move(where)) {}
  /// For Json::parse(). Throws an input Error.
  Json::parser_callback_t callback();

 private:
  void check(int depth, Json::parse_event_t event, const Json& parsed);
  std::string where_;
  std::vector<std::set<std::string>> keys_;  // of the objects that are open
};

/// A text for a message: cut if it is long, at the end of a character.
std::string shortened(std::string text);

}  // namespace rowgrad
