// Checks of numbers on the command line. CLI11's own take 10²⁴ for 2⁶⁴ − 1, and NaN for a number of at least 0.
#pragma once

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>
#include <string>

#include "core/parse_number.hpp"

namespace rowgrad {

/// A whole number from `least` to `most`, written in digits.
inline CLI::Validator whole_number(std::uint64_t least,
                                   std::uint64_t most = std::numeric_limits<std::uint64_t>::max() - 1) {
  const auto check = [least, most](const std::string& text) -> std::string {
    const auto value = parse_number<std::uint64_t>(text);
    if (value && *value >= least && *value <= most) return {};
    return fmt::format("expected a whole number from {} to {}, found {}", least, most, text);
  };
  return CLI::Validator(check, least == 0 ? "" : fmt::format("at least {}", least));
}

/// A finite number of at least 0, up to `most`.
inline CLI::Validator finite_number(double most = std::numeric_limits<double>::max()) {
  const auto check = [most](const std::string& text) -> std::string {
    const auto value = parse_number<double>(text);
    if (value && *value >= 0.0 && *value <= most) return {};
    if (most < std::numeric_limits<double>::max())
      return fmt::format("expected a number from 0 to {}, found {}", most, text);
    return fmt::format("expected a finite number of at least 0, found {}", text);
  };
  return CLI::Validator(check, "at least 0");
}

}  // namespace rowgrad
