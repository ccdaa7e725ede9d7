#include "models/lm/symbols.hpp"

#include <fmt/ranges.h>

#include "data/utf8.hpp"

namespace rowgrad {

void Symbols::declare(Keys& keys) {
  keys.add("unit", unit_, "what a token is").one_of({"character", "word"});
  keys.add("tokenizer", tokenizer_, "how words are found; whitespace unless given").one_of(Tokenizer::names());
}

void Symbols::check(const Where& data) const {
  if (!words() && !tokenizer_.empty())
    throw(data / "tokenizer").error("characters need no tokenizer", "remove it, or set \"unit\" to \"word\"");
}

std::vector<std::string> Symbols::split(std::string_view line) const {
  if (words()) return Tokenizer(tokenizer_.empty() ? "whitespace" : tokenizer_).split(line);
  std::vector<std::string> symbols;
  for (std::size_t i = 0, length = 0; i < line.size(); i += length) {
    length = utf8_length(line.substr(i));
    symbols.emplace_back(line.substr(i, length));
  }
  return symbols;
}

std::string Symbols::join(const std::vector<std::string>& symbols) const {
  return fmt::format("{}", fmt::join(symbols, words() ? " " : ""));
}

}  // namespace rowgrad
