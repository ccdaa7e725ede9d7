#include "data/tokenizer.hpp"

namespace rowgrad {
namespace {

bool is_blank(unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_word(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

}  // namespace

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
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    if (is_blank(at(i))) {
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    if (!words_) {
      while (end < text.size() && !is_blank(at(end))) ++end;
    } else if (is_word(at(i)) || (text[i] == '\'' && end < text.size() && is_word(at(end)))) {
      const auto inside = [&](std::size_t j) {
        return is_word(at(j)) || (text[j] == '\'' && j + 1 < text.size() && is_word(at(j + 1)));
      };
      while (end < text.size() && inside(end)) ++end;
    }
    std::string token(text.substr(i, end - i));
    if (words_) {
      for (char& c : token) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    tokens.push_back(std::move(token));
    i = end;
  }
}

}  // namespace rowgrad
