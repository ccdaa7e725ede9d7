// TextBlock: a piece of a text whose words one thread turns into ids.
#pragma once

#include <string_view>
#include <vector>

#include "comm/communicator.hpp"
#include "data/interner.hpp"
#include "data/tokenizer.hpp"
#include "data/vocabulary.hpp"

namespace rowgrad {

/// Its ids go to a store from the block's first byte on, at most one per byte, so that blocks can be encoded in any
/// order; they are the block's own until the vocabulary is known.
struct TextBlock {
  static constexpr Id line_end = ~Id{0};

  std::string_view text;       // valid while the text is read
  std::size_t first_byte = 0;  // in the whole text
  std::size_t bytes = 0;
  Interner words;
  std::size_t length = 0;  // ids and line ends in the store
  std::size_t tokens = 0, invalid_bytes = 0;

  /// Writes the block's own ids, with `line_end` where a line ends.
  void encode(const Tokenizer& tokenizer, Id* out);
  /// The block's own ids become the vocabulary's, in place; unknown words go.
  void translate(const Vocabulary& vocabulary, Id* ids);
};

/// The bytes of a text that fall to a rank. Parts end after blanks, line ends included, so that no word is cut in two;
/// a line may be, so that a text of one line has parts too.
Share part_of(std::string_view text, int rank, int ranks);

/// The blocks of a part, which end after blanks too.
std::vector<TextBlock> cut(std::string_view text, const Share& part);

}  // namespace rowgrad
