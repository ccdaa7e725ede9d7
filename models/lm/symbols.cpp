#include "models/lm/symbols.hpp"

#include <fmt/ranges.h>

#include "core/utf8.hpp"

namespace rowgrad {

std::vector<std::string> Symbols::split(std::string_view line) const {
  if (words_) return tokenizer_.split(line);
  std::vector<std::string> symbols;
  for (std::size_t i = 0, length = 0; i < line.size(); i += length) {
    length = utf8_length(line.substr(i));
    symbols.emplace_back(line.substr(i, length));
  }
  return symbols;
}

std::string Symbols::join(const std::vector<std::string>& symbols) const {
  return fmt::format("{}", fmt::join(symbols, words_ ? " " : ""));
}

std::optional<Id> Symbols::find(const Vocabulary& vocabulary, const std::string& symbol) const {
  const auto id = vocabulary.find(symbol);
  return id || unknown_.empty() ? id : vocabulary.find(unknown_);
}

}  // namespace rowgrad
