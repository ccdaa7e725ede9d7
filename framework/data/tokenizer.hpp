// Tokenizer: text to tokens, by the rule the config names and the run saves.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rowgrad {

/// "words": ASCII letters lower-cased; letters, digits, apostrophes inside words and all non-ASCII characters form
/// words; every other punctuation mark is a token of its own. "whitespace": split at blanks, nothing else.
class Tokenizer {
 public:
  static const std::vector<std::string>& names();

  Tokenizer() = default;
  /// REQUIRES: name is one of names().
  explicit Tokenizer(const std::string& name) : words_(name == "words") {}

  /// Appends the tokens of `text` to `tokens`.
  void split(std::string_view text, std::vector<std::string>& tokens) const;
  std::vector<std::string> split(std::string_view text) const;

 private:
  bool words_ = true;
};

}  // namespace rowgrad
