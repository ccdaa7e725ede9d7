// Labelled text: a file's examples, tokenised. What formats there are: LabelledFormat.
#pragma once

#include <filesystem>
#include <vector>

#include "data/labelled_format.hpp"
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

  std::string format;  // as messages call it
  LabelledFormat layout;
  std::size_t trimmed_labels = 0;  // labels that had blanks around them

  std::size_t size() const { return label.size(); }
};

/// Reads, tokenises and checks the whole file in one pass, on all threads. `known` are the labels, if they are known
/// already. Blank lines are skipped, and so is what a text has beyond its first `most` tokens. Throws Error with file
/// and line, of the first line that is wrong.
LabelledText read_labelled_text(const std::filesystem::path& file, const Tokenizer& tokenizer,
                                const LabelledOptions& options = {}, const Vocabulary* known = nullptr,
                                std::size_t most = Tokenizer::all);

}  // namespace rowgrad
