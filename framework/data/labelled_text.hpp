// Labelled text: one example per line, as `text<TAB>label` or fastText's `__label__x text`.
#pragma once

#include <filesystem>
#include <vector>

#include "data/ragged.hpp"
#include "data/tokenizer.hpp"
#include "data/vocabulary.hpp"

namespace rowgrad {

/// A file's examples. Token and label ids are in order of first appearance.
struct LabelledText {
  Vocabulary tokens, labels;         // of this file, with counts
  Ragged documents;                  // token ids by example
  std::vector<Id> label;             // by example
  std::vector<std::uint64_t> lines;  // where each example stands, from 1

  std::size_t cut = 0;  // examples of which only the first tokens are here

  std::size_t size() const { return label.size(); }
};

/// Reads, tokenises and checks the whole file in one pass, on all threads. A file whose first line starts with
/// `__label__` is fastText's; in any other the label follows the last tab. Blank lines are skipped, and so is what a
/// text has beyond its first `most` tokens. Throws Error with file and line, of the first line that is wrong.
LabelledText read_labelled_text(const std::filesystem::path& file, const Tokenizer& tokenizer,
                                std::size_t most = Tokenizer::all);

}  // namespace rowgrad
