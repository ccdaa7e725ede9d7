#include "tools/labelled_line.hpp"

#include <algorithm>

namespace rowgrad {

std::optional<LabelledLine> labelled_line(std::string_view line) {
  constexpr std::string_view prefix = "__label__";
  if (line.starts_with(prefix)) {
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    return LabelledLine{line.substr(end), line.substr(prefix.size(), end - prefix.size())};
  }
  const std::size_t tab = line.rfind('\t');
  if (tab == std::string_view::npos) return std::nullopt;
  return LabelledLine{line.substr(0, tab), line.substr(tab + 1)};
}

bool are_labelled(const std::vector<std::string>& lines, const Vocabulary& labels) {
  std::size_t with = 0, without = 0;
  for (const std::string& line : lines) {
    if (line.find_first_not_of(" \t") == std::string::npos) continue;
    const auto example = labelled_line(line);
    ++(example && labels.find(example->label) ? with : without);
  }
  return with > without;
}

}  // namespace rowgrad
