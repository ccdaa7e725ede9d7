#include "tools/answers/arguments.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/parse_number.hpp"
#include "core/utf8.hpp"

namespace rowgrad {
namespace {

std::string shown(const std::string& text) {
  constexpr std::size_t longest = 60;
  return text.size() <= longest ? text : text.substr(0, longest) + "…";
}

}  // namespace

std::optional<std::string> Arguments::find(const std::string& name) {
  asked_.insert(name);
  const auto found = values_.find(name);
  if (found == values_.end()) return std::nullopt;
  if (find_invalid_utf8(found->second) != std::string_view::npos) throw input_error(name, "is not valid UTF-8");
  if (found->second.find('\0') != std::string::npos) throw input_error(name, "holds a byte of 0");
  return found->second;
}

std::string Arguments::text(const std::string& name) {
  if (auto value = find(name)) return *value;
  throw input_error(name, "is needed, found nothing");
}

std::size_t Arguments::whole(const std::string& name, std::optional<std::size_t> otherwise, std::size_t least,
                             std::size_t most) {
  if (!find(name) && otherwise) return *otherwise;
  const std::string given = text(name);
  const auto value = parse_number<std::size_t>(given);
  if (!value || *value < least || *value > most)
    throw input_error(name,
                      fmt::format("expected a whole number from {} to {}, found \"{}\"", least, most, shown(given)));
  return *value;
}

double Arguments::number(const std::string& name, std::optional<double> otherwise, double least, double most) {
  if (!find(name) && otherwise) return *otherwise;
  const std::string given = text(name);
  const auto value = parse_number<double>(given);
  if (!value || !std::isfinite(*value) || *value < least || *value > most)
    throw input_error(name, fmt::format("expected a number from {} to {}, found \"{}\"", least, most, shown(given)));
  return *value;
}

std::string Arguments::one_of(const std::string& name, const std::vector<std::string>& names) {
  const std::string value = text(name, names.front());
  if (std::ranges::find(names, value) == names.end())
    throw input_error(name, fmt::format("expected one of {}, found \"{}\"", fmt::join(names, ", "), shown(value)));
  return value;
}

std::vector<std::string> Arguments::list(const std::string& name) {
  std::vector<std::string> items;
  const std::string given = text(name, "");
  for (std::size_t begin = 0; !given.empty() && begin <= given.size();) {
    const std::size_t end = std::min(given.find(',', begin), given.size());
    items.push_back(given.substr(begin, end - begin));
    begin = end + 1;
  }
  return items;
}

void Arguments::refuse_others() const {
  for (const auto& [name, value] : values_) {
    if (!asked_.contains(name))
      throw input_error(shown(name), "is no argument of this question",
                        fmt::format("it takes {}", fmt::join(asked_, ", ")));
  }
}

}  // namespace rowgrad
