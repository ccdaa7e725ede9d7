// Symbols: what a token of a language model is: a character of the text or a word of it.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/utf8.hpp"
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

  /// Calls f(symbol) for the first `most` symbols of one line; the view is valid during the call. A character is a code
  /// point; a byte that is not UTF-8 counts as one. Returns whether there are more.
  template <class F>
  bool for_each(std::string_view line, F&& f, std::size_t most = Tokenizer::all) const;
  /// Symbols back to text.
  std::string join(const std::vector<std::string>& symbols) const;
  /// The symbol's id, or that of the unknown token; none if there is no such token.
  std::optional<Id> find(const Vocabulary& vocabulary, std::string_view symbol) const;

 private:
  bool words_;
  Tokenizer tokenizer_;
  std::string unknown_;
};

template <class F>
bool Symbols::for_each(std::string_view line, F&& f, std::size_t most) const {
  if (words_) {
    std::string scratch;
    return tokenizer_.for_each(line, scratch, f, most);
  }
  while (!line.empty()) {
    if (most-- == 0) return true;
    const std::size_t length = std::max<std::size_t>(1, utf8_length(line));
    f(line.substr(0, length));
    line.remove_prefix(length);
  }
  return false;
}

}  // namespace rowgrad
