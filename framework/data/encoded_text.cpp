#include "data/encoded_text.hpp"

#include <algorithm>

#include "core/input_text.hpp"
#include "core/parallel.hpp"
#include "core/utf8.hpp"
#include "data/first_look.hpp"
#include "data/interner.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 22;
constexpr Id line_end = ~Id{0};
constexpr Id unknown = ~Id{0} - 1;

// One block of the text. Its ids go to the store from the block's first byte on, at most one per byte, so that blocks
// can be encoded in any order; they are the block's own until the vocabulary is known.
struct Block {
  std::string_view text;
  std::size_t first_byte = 0;
  Interner words;
  std::size_t length = 0;  // ids and line ends in the store
  std::size_t tokens = 0, invalid_bytes = 0;
};

// Cuts at blanks, line ends included, so that no word is cut in two.
std::vector<Block> cut(std::string_view text) {
  std::vector<Block> blocks;
  std::size_t start = 0;
  while (start < text.size()) {
    std::size_t end = text.find_first_of(" \n\t\r", std::min(text.size(), start + block_bytes));
    end = end == std::string_view::npos ? text.size() : end + 1;
    blocks.emplace_back().text = text.substr(start, end - start);
    blocks.back().first_byte = start;
    start = end;
  }
  return blocks;
}

std::size_t count_invalid_bytes(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t bad = find_invalid_utf8(text); bad != std::string_view::npos; bad = find_invalid_utf8(text)) {
    text.remove_prefix(bad + 1);
    ++count;
  }
  return count;
}

void encode(Block& block, const Tokenizer& tokenizer, Id* out) {
  std::string scratch;
  Id* next = out;
  std::string_view rest = block.text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    tokenizer.for_each(rest.substr(0, end), scratch, [&](std::string_view word) {
      *next++ = block.words.add(word);
      ++block.tokens;
    });
    if (end == std::string_view::npos) break;
    *next++ = line_end;
    rest.remove_prefix(end + 1);
  }
  block.length = static_cast<std::size_t>(next - out);
  block.invalid_bytes = count_invalid_bytes(block.text);
}

// How many ids the text becomes, from pieces of it and with a margin: words of a byte each are four times as many as
// those of prose.
std::size_t expected_ids(std::string_view text, const Tokenizer& tokenizer) {
  constexpr std::size_t pieces = 16, piece_bytes = std::size_t{1} << 14;
  if (text.size() <= pieces * piece_bytes) return text.size();
  std::string scratch;
  std::size_t ids = 0;
  for (std::size_t i = 0; i < pieces; ++i) {
    const std::string_view piece = text.substr((text.size() - piece_bytes) / (pieces - 1) * i, piece_bytes);
    tokenizer.for_each(piece, scratch, [&](std::string_view) { ++ids; });
    ids += static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n'));
  }
  const double per_byte = static_cast<double>(ids) / (pieces * piece_bytes);
  return static_cast<std::size_t>(static_cast<double>(text.size()) * std::min(1.0, 1.25 * per_byte));
}

// Returns how many words are left out.
std::size_t count(const std::vector<Block>& blocks, Vocabulary& vocabulary, const VocabularyChoice& choice) {
  Interner all;
  std::vector<std::uint64_t> counts;
  for (const Block& block : blocks) {
    for (Id id = 0; id < block.words.size(); ++id) {
      const Id merged = all.add(block.words[id]);
      counts.resize(all.size());
      counts[merged] += block.words.count(id);
    }
  }
  for (Id id = 0; id < all.size(); ++id) {
    if (choice.takes(all[id], counts[id])) vocabulary.add(all[id], counts[id]);
  }
  const std::size_t left_out = all.size() - vocabulary.size();
  choice.complete(vocabulary);
  return left_out;
}

// The block's own ids become the vocabulary's, in place; unknown words go. Returns the new length.
std::size_t translate(const Block& block, const Vocabulary& vocabulary, Id* ids) {
  std::vector<Id> known;
  for (Id id = 0; id < block.words.size(); ++id) known.push_back(vocabulary.find(block.words[id]).value_or(unknown));
  Id* out = ids;
  for (std::size_t i = 0; i < block.length; ++i) {
    const Id id = ids[i] == line_end ? line_end : known[ids[i]];
    *out = id;
    out += id == unknown ? 0 : 1;
  }
  return static_cast<std::size_t>(out - ids);
}

}  // namespace

EncodedText::EncodedText(const std::filesystem::path& file, const Tokenizer& tokenizer, Vocabulary& vocabulary,
                         const std::optional<VocabularyChoice>& choice) {
  const InputText source(file);
  form_note_ = columns_in_plain_text(source.text(), file);
  std::vector<Block> blocks = cut(source.text());
  ids_ = IdStore(source.text().size(), expected_ids(source.text(), tokenizer));
  const auto each_block = [&](auto&& work) {
    parallel_for(blocks.size(), 1,
                 [&](std::size_t b, std::size_t) { work(blocks[b], ids_.data() + blocks[b].first_byte); });
  };
  each_block([&](Block& block, Id* ids) {
    ids_.claim(block.first_byte, block.text.size());
    encode(block, tokenizer, ids);
    ids_.give_back(block.first_byte + block.length, block.text.size() - block.length);
    source.release(block.text);
  });
  if (choice) left_out_ = count(blocks, vocabulary, *choice);
  each_block([&](Block& block, Id* ids) { block.length = translate(block, vocabulary, ids); });
  std::uint64_t written = 0;
  for (const Block& block : blocks) {
    ids_.claim(written, block.length);
    append({ids_.data() + block.first_byte, block.length}, written);
    const std::uint64_t moved = std::max<std::uint64_t>(block.first_byte, written);
    ids_.give_back(moved, block.first_byte + block.text.size() - moved);
    tokens_ += block.tokens;
    invalid_bytes_ += block.invalid_bytes;
  }
  if (written > offsets_.back()) offsets_.push_back(written);
  ids_.shrink(written);
}

EncodedText::EncodedText(const Ragged& sentences) : tokens_(sentences.total()) {
  if (tokens_ == 0) return;
  ids_ = IdStore(tokens_, tokens_);
  ids_.claim(0, tokens_);
  std::uint64_t written = 0;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    if (sentences[i].empty()) continue;
    std::copy(sentences[i].begin(), sentences[i].end(), ids_.data() + written);
    offsets_.push_back(written += sentences[i].size());
  }
}

// Moves a block's ids up to those before it and turns line ends into offsets.
void EncodedText::append(std::span<Id> encoded, std::uint64_t& written) {
  Id* out = ids_.data();
  for (const Id id : encoded) {
    if (id != line_end) out[written++] = id;
    const std::uint64_t length = written - offsets_.back();
    if (length == longest || (id == line_end && length > 0)) offsets_.push_back(written);
  }
}

std::size_t EncodedText::sentence_at(std::uint64_t position) const {
  return static_cast<std::size_t>(std::lower_bound(offsets_.begin(), offsets_.end(), position) - offsets_.begin());
}

}  // namespace rowgrad
