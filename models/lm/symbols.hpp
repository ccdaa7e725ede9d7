// Symbols: what a token of a language model is: a character of the text or a word of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/tokenizer.hpp"
#include "data/vocabulary.hpp"
#include "models/lm/options.hpp"

namespace rowgrad {

/// Immutable.
class Symbols {
 public:
  explicit Symbols(const LmOptions& options)
      : words_(options.unit == "word"),
        tokenizer_(options.tokenizer.empty() ? "whitespace" : options.tokenizer),
        unknown_(options.unknown) {}

  /// The symbols of one line. REQUIRES: valid UTF-8; a character is a code point.
  std::vector<std::string> split(std::string_view line) const;
  /// Symbols back to text.
  std::string join(const std::vector<std::string>& symbols) const;
  /// The symbol's id, or that of the unknown token; none if there is no such token.
  std::optional<Id> find(const Vocabulary& vocabulary, const std::string& symbol) const;

 private:
  bool words_;
  Tokenizer tokenizer_;
  std::string unknown_;
};

}  // namespace rowgrad
