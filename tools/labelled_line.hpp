// A line of a file that holds labels beside its texts, for predictions to be compared with.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/vocabulary.hpp"

namespace rowgrad {

struct LabelledLine {
  std::string_view text, label;  // of the line
};

/// `text<TAB>label` or `__label__x text`, as training reads them; nothing if the line has no label.
std::optional<LabelledLine> labelled_line(std::string_view line);

/// Whether most of these lines, blank ones aside, have one of the labels: text that happens to hold a tab has not.
bool are_labelled(const std::vector<std::string>& lines, const Vocabulary& labels);

}  // namespace rowgrad
