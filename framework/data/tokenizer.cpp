#include "data/tokenizer.hpp"

namespace rowgrad {

const std::array<Tokenizer::Kind, 256> Tokenizer::kinds = [] {
  std::array<Kind, 256> kinds{};
  for (std::size_t c = 0; c < kinds.size(); ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
    kinds[c] = letter                                 ? word
               : c >= 'A' && c <= 'Z'                 ? upper
               : c == '\''                            ? apostrophe
               : c == ' ' || (c >= '\t' && c <= '\r') ? blank
                                                      : mark;
  }
  return kinds;
}();

const std::vector<std::string>& Tokenizer::names() {
  static const std::vector<std::string> names{"words", "whitespace"};
  return names;
}

std::vector<std::string> Tokenizer::split(std::string_view text) const {
  std::vector<std::string> tokens;
  split(text, tokens);
  return tokens;
}

void Tokenizer::split(std::string_view text, std::vector<std::string>& tokens) const {
  std::string scratch;
  for_each(text, scratch, [&](std::string_view token) { tokens.emplace_back(token); });
}

}  // namespace rowgrad
