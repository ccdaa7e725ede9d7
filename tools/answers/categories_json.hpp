// Categories of a page's words: by word the number of its category, 255 for none.
#pragma once

#include <span>
#include <vector>

#include "analysis/categories.hpp"
#include "tools/answers/packed.hpp"

namespace rowgrad {

/// {names, of: u8 by word}, in the order of `words`. Of more categories than a byte numbers, the first 255 count.
inline Json categories_json(const Categories& categories, std::span<const Id> words) {
  constexpr std::size_t none = 255;
  std::vector<std::string> names;
  for (const auto& [name, ids] : categories.words()) {
    if (names.size() < none) names.push_back(name);
  }
  std::vector<std::uint8_t> of;
  for (const Id id : words) {
    const auto found = std::ranges::find(names, categories.of(id));
    of.push_back(static_cast<std::uint8_t>(found == names.end() ? none : found - names.begin()));
  }
  return {{"names", names}, {"of", packed("u8", std::span<const std::uint8_t>(of), 1)}};
}

}  // namespace rowgrad
