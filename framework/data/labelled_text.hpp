// Labelled text: one example per line, as `text<TAB>label` or fastText's `__label__x text`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/tokenizer.hpp"

namespace rowgrad {

struct LabelledText {
  std::vector<std::string> tokens;
  std::string label;
  std::size_t line = 0;
};

/// Reads and checks the whole file. A file whose first line starts with `__label__` is fastText's; in any other the
/// label follows the last tab. Blank lines are skipped. Throws Error with file and line.
std::vector<LabelledText> read_labelled_text(const std::filesystem::path& file, const Tokenizer& tokenizer);

}  // namespace rowgrad
