// Tokenizer: text to tokens, by the rule the config names and the run saves.
#pragma once

#include <array>
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

  static constexpr std::size_t all = ~std::size_t{0};

  /// Calls f(token) for the first `most` tokens; the view is valid during the call. `scratch` is memory to reuse
  /// between calls. Returns whether there are more.
  template <class F>
  bool for_each(std::string_view text, std::string& scratch, F&& f, std::size_t most = all) const;

  /// Appends the tokens of `text` to `tokens`.
  void split(std::string_view text, std::vector<std::string>& tokens) const;
  std::vector<std::string> split(std::string_view text) const;

 private:
  enum Kind : unsigned char { blank, word, upper, apostrophe, mark };
  static const std::array<Kind, 256> kinds;
  static Kind kind(char c) { return kinds[static_cast<unsigned char>(c)]; }
  static bool in_word(Kind k) { return k == word || k == upper; }

  bool words_ = true;
};

template <class F>
bool Tokenizer::for_each(std::string_view text, std::string& scratch, F&& f, std::size_t most) const {
  const char* const end = text.data() + text.size();
  for (const char* c = text.data(); c != end;) {
    if (kind(*c) == blank) {
      ++c;
      continue;
    }
    if (most-- == 0) return true;
    const char* const start = c;
    if (!words_) {
      while (c != end && kind(*c) != blank) ++c;
      f(std::string_view(start, static_cast<std::size_t>(c - start)));
      continue;
    }
    bool has_upper = false;
    for (; c != end; ++c) {
      const Kind k = kind(*c);
      has_upper |= k == upper;
      if (in_word(k)) continue;
      if (k != apostrophe || c + 1 == end || !in_word(kind(c[1]))) break;
    }
    if (c == start) ++c;
    std::string_view token(start, static_cast<std::size_t>(c - start));
    if (has_upper) {
      scratch.assign(token);
      for (char& letter : scratch) letter = kind(letter) == upper ? static_cast<char>(letter - 'A' + 'a') : letter;
      token = scratch;
    }
    f(token);
  }
  return false;
}

}  // namespace rowgrad
