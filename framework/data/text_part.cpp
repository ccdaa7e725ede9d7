#include "data/text_part.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "comm/together.hpp"
#include "core/error.hpp"
#include "core/input_text.hpp"
#include "core/standard_input.hpp"
#include "data/first_look.hpp"

namespace rowgrad {
namespace {

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

// What a rank sees of the text before it reads its part.
struct Glance {
  std::size_t bytes = 0;         // of the whole text
  std::size_t expected_ids = 0;  // of the part
};

// The ids of all parts. Throws an input Error if the ranks do not have the same text before them.
std::size_t expected_of_all(const std::vector<Glance>& glances, const std::filesystem::path& file) {
  std::size_t sum = 0;
  for (std::size_t r = 0; r < glances.size(); ++r) {
    sum += glances[r].expected_ids;
    if (glances[r].bytes == glances[0].bytes) continue;
    throw input_error(shown_name(file),
                      fmt::format("expected the same text on all ranks, found {} bytes on rank 0 and {} on rank {}",
                                  glances[0].bytes, glances[r].bytes, r),
                      "copy one file to all machines, or name one on a disk that they share");
  }
  return sum;
}

// Rank 0's: the others would look for it outside of their parts.
std::string form_note_of(std::string_view text, const std::filesystem::path& file, Communicator& ranks) {
  std::string note = together(ranks, [&] { return ranks.first() ? columns_in_plain_text(text, file) : std::string(); });
  if (ranks.alone()) return note;
  const std::vector<char> first = ranks.gather(std::span<const char>(note)).front();
  return {first.begin(), first.end()};
}

void encode(TextPart& part, const InputText& source, const Tokenizer& tokenizer) {
  part.for_each_block([&](TextBlock& block, Id* ids) {
    part.ids.claim(block.first_byte, block.bytes);
    block.encode(tokenizer, ids);
    part.ids.give_back(block.first_byte + block.length, block.bytes - block.length);
    source.release(block.text);
  });
}

}  // namespace

TextPart read_part(const std::filesystem::path& file, const Tokenizer& tokenizer, Communicator& ranks) {
  const auto source = together(ranks, [&] { return std::make_unique<const InputText>(file); });
  const std::string_view text = source->text();
  std::string form_note = form_note_of(text, file, ranks);
  const Share share = part_of(text, ranks.rank(), ranks.size());
  const std::string_view own = text.substr(share.first, share.count());
  const auto expected = expected_of_all(ranks.gather_one(Glance{text.size(), expected_ids(own, tokenizer)}), file);
  const std::size_t memory = IdStore::usual_memory() / ranks.ranks_here();
  return together(ranks, [&] {
    TextPart part{cut(text, share), IdStore(text.size(), expected, memory), std::move(form_note)};
    encode(part, *source, tokenizer);
    return part;
  });
}

}  // namespace rowgrad
