#include "data/max_length.hpp"

#include <fmt/format.h>

#include "core/standard_input.hpp"

namespace rowgrad {

void MaxLength::declare(Keys& keys) {
  keys.add("max_length", tokens, "cut each item to its first tokens, this many at most; 0: no limit");
}

void MaxLength::note(std::vector<std::string>& notes, const std::filesystem::path& file, std::size_t cut,
                     std::size_t items) const {
  if (cut == 0) return;
  notes.push_back(fmt::format("{}: {} of {} items were cut to their first {} tokens (data.max_length)",
                              shown_name(file), cut, items, tokens));
}

}  // namespace rowgrad
