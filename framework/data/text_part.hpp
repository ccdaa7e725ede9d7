// TextPart: what one rank reads of a text: its blocks, encoded, and room for the ids of all.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "comm/communicator.hpp"
#include "core/parallel.hpp"
#include "data/id_store.hpp"
#include "data/text_block.hpp"

namespace rowgrad {

struct TextPart {
  std::vector<TextBlock> blocks;
  IdStore ids;            // of the blocks, each at its first byte
  std::string form_note;  // what shows that the file is no plain text (data/first_look.hpp); the same on all ranks

  /// On all threads: calls work(block, its ids).
  template <class F>
  void for_each_block(F&& work) {
    parallel_for(blocks.size(), 1,
                 [&](std::size_t b, std::size_t) { work(blocks[b], ids.data() + blocks[b].first_byte); });
  }
};

/// Reads this rank's part of `file`. Throws an input Error if the file cannot be read, or is not the same on all ranks.
/// Collective; what is thrown on one rank is thrown on all.
TextPart read_part(const std::filesystem::path& file, const Tokenizer& tokenizer, Communicator& ranks);

}  // namespace rowgrad
