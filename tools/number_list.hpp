// Several numbers in one option of the command line.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/ascii.hpp"
#include "core/error.hpp"
#include "core/parse_number.hpp"

namespace rowgrad {

/// Finite numbers with commas between them: "2,1,0.1". Throws an input Error that names the option and the first item
/// that is none.
inline std::vector<double> number_list(const std::string& option, const std::string& text) {
  std::vector<double> numbers;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string item(trimmed(std::string_view(text).substr(begin, end - begin)));
    begin = end + 1;
    const auto value = parse_number<double>(item);
    if (!value || !std::isfinite(*value))
      throw input_error(option, fmt::format("expected finite numbers with commas between them, found \"{}\"", item),
                        "for example 2,1,0.1");
    numbers.push_back(*value);
  }
  return numbers;
}

}  // namespace rowgrad
