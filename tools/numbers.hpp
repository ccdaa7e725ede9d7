// Checks of numbers on the command line. CLI11's own take 10²⁴ for 2⁶⁴ − 1, and NaN for a number of at least 0.
#pragma once

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <system_error>
#include <vector>

#include "core/error.hpp"

namespace rowgrad {

/// A whole number from `least` to `most`, written in digits.
inline CLI::Validator whole_number(std::uint64_t least,
                                   std::uint64_t most = std::numeric_limits<std::uint64_t>::max() - 1) {
  const auto check = [least, most](const std::string& text) -> std::string {
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, value);
    if (problem == std::errc() && stop == end && value >= least && value <= most) return {};
    return fmt::format("expected a whole number from {} to {}, found {}", least, most, text);
  };
  return CLI::Validator(check, least == 0 ? "" : fmt::format("at least {}", least));
}

/// A finite number of at least 0.
inline CLI::Validator finite_number() {
  const auto check = [](const std::string& text) -> std::string {
    double value = 0.0;
    const char* const end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, value);
    if (problem == std::errc() && stop == end && std::isfinite(value) && value >= 0.0) return {};
    return fmt::format("expected a finite number of at least 0, found {}", text);
  };
  return CLI::Validator(check, "at least 0");
}

/// Finite numbers with commas between them: "2,1,0.1". Throws an input Error that names the option and the first item
/// that is none.
inline std::vector<double> number_list(const std::string& option, const std::string& text) {
  std::vector<double> numbers;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    std::string item = text.substr(begin, end - begin);
    begin = end + 1;
    item.erase(0, item.find_first_not_of(' '));
    item.erase(item.find_last_not_of(' ') + 1);
    double value = 0.0;
    const auto [stop, problem] = std::from_chars(item.data(), item.data() + item.size(), value);
    if (problem != std::errc() || stop != item.data() + item.size() || !std::isfinite(value))
      throw input_error(option, fmt::format("expected finite numbers with commas between them, found \"{}\"", item),
                        "for example 2,1,0.1");
    numbers.push_back(value);
  }
  return numbers;
}

}  // namespace rowgrad
