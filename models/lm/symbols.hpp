// Symbols: what a token of a language model is: a character of the text or a word of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/keys.hpp"
#include "data/tokenizer.hpp"

namespace rowgrad {

class Symbols {
 public:
  void declare(Keys& keys);
  /// Checks the keys against each other. Throws Error.
  void check(const Where& data) const;

  /// The symbols of one line. REQUIRES: valid UTF-8; a character is a code point.
  std::vector<std::string> split(std::string_view line) const;
  /// Symbols back to text.
  std::string join(const std::vector<std::string>& symbols) const;

 private:
  bool words() const { return unit_ == "word"; }
  std::string unit_ = "character";
  std::string tokenizer_;  // empty: "whitespace"
};

}  // namespace rowgrad
