#include "data/text_block.hpp"

#include <algorithm>
#include <string>

#include "core/utf8.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 22;
constexpr Id unknown = TextBlock::line_end - 1;

// Where the word that stands at `at`, if any does, and one blank have ended.
std::size_t after_word(std::string_view text, std::size_t at) {
  const std::size_t end = text.find_first_of(" \n\t\r", std::min(text.size(), at));
  return end == std::string_view::npos ? text.size() : end + 1;
}

std::size_t count_invalid_bytes(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t bad = find_invalid_utf8(text); bad != std::string_view::npos; bad = find_invalid_utf8(text)) {
    text.remove_prefix(bad + 1);
    ++count;
  }
  return count;
}

}  // namespace

Share part_of(std::string_view text, int rank, int ranks) {
  const Share even = share_of(text.size(), rank, ranks);
  return {rank == 0 ? 0 : after_word(text, even.first), rank + 1 == ranks ? text.size() : after_word(text, even.last)};
}

std::vector<TextBlock> cut(std::string_view text, const Share& part) {
  std::vector<TextBlock> blocks;
  text = text.substr(0, part.last);
  for (std::size_t start = part.first; start < part.last;) {
    const std::size_t end = after_word(text, start + block_bytes);
    TextBlock& block = blocks.emplace_back();
    block.text = text.substr(start, end - start);
    block.first_byte = start;
    block.bytes = end - start;
    start = end;
  }
  return blocks;
}

void TextBlock::encode(const Tokenizer& tokenizer, Id* out) {
  std::string scratch;
  Id* next = out;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    tokenizer.for_each(rest.substr(0, end), scratch, [&](std::string_view word) {
      *next++ = words.add(word);
      ++tokens;
    });
    if (end == std::string_view::npos) break;
    *next++ = line_end;
    rest.remove_prefix(end + 1);
  }
  length = static_cast<std::size_t>(next - out);
  invalid_bytes = count_invalid_bytes(text);
}

void TextBlock::translate(const Vocabulary& vocabulary, Id* ids) {
  std::vector<Id> known;
  for (Id id = 0; id < words.size(); ++id) known.push_back(vocabulary.find(words[id]).value_or(unknown));
  Id* out = ids;
  for (std::size_t i = 0; i < length; ++i) {
    const Id id = ids[i] == line_end ? line_end : known[ids[i]];
    *out = id;
    out += id == unknown ? 0 : 1;
  }
  length = static_cast<std::size_t>(out - ids);
}

}  // namespace rowgrad
