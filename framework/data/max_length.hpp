// MaxLength: the key of a data section that cuts long items to their first tokens.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "config/keys.hpp"
#include "data/tokenizer.hpp"

namespace rowgrad {

struct MaxLength {
  std::size_t tokens = 0;  // 0: no limit

  void declare(Keys& keys);
  /// How many tokens of an item are read.
  std::size_t most() const { return tokens == 0 ? Tokenizer::all : tokens; }
  /// Adds a sentence to `notes` if any of a file's items were cut.
  void note(std::vector<std::string>& notes, const std::filesystem::path& file, std::size_t cut,
            std::size_t items) const;
};

}  // namespace rowgrad
