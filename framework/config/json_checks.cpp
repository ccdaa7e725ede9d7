#include "config/json_checks.hpp"

#include <fmt/format.h>

#include "core/error.hpp"

namespace rowgrad {

Json::parser_callback_t JsonChecks::callback() {
  return [this](int depth, Json::parse_event_t event, Json& parsed) {
    check(depth, event, parsed);
    return true;
  };
}

void JsonChecks::check(int depth, Json::parse_event_t event, const Json& parsed) {
  using Event = Json::parse_event_t;
  if (depth > deepest)
    throw input_error(where_, fmt::format("lists and objects are nested more than {} deep", deepest), "flatten them");
  if (event == Event::object_start) keys_.emplace_back();
  if (event == Event::object_end) keys_.pop_back();
  if (event != Event::key) return;
  const auto& key = parsed.get_ref<const std::string&>();
  if (key.size() > longest_key) {
    throw input_error(where_, fmt::format("the key {} has {} bytes", shortened(parsed.dump()), key.size()),
                      fmt::format("keep names to {}", longest_key));
  }
  if (!keys_.back().insert(key).second)
    throw input_error(where_, fmt::format("the key {} appears twice in one object", parsed.dump()), "remove one");
}

std::string shortened(std::string text) {
  constexpr std::size_t longest = 200;
  if (text.size() <= longest) return text;
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

}  // namespace rowgrad
