#include "models/lm/symbols.hpp"

#include <fmt/ranges.h>

namespace rowgrad {

std::string Symbols::join(const std::vector<std::string>& symbols) const {
  return fmt::format("{}", fmt::join(symbols, words_ ? " " : ""));
}

std::optional<Id> Symbols::find(const Vocabulary& vocabulary, std::string_view symbol) const {
  const auto id = vocabulary.find(symbol);
  return id || unknown_.empty() ? id : vocabulary.find(unknown_);
}

}  // namespace rowgrad
