#include "data/encoded_text.hpp"

#include <algorithm>

#include "comm/counts.hpp"
#include "comm/in_pieces.hpp"
#include "data/text_part.hpp"
#include "data/word_counts.hpp"

namespace rowgrad {
namespace {

WordCounts count(const std::vector<TextBlock>& blocks) {
  WordCounts counts;
  for (const TextBlock& block : blocks) {
    for (Id id = 0; id < block.words.size(); ++id) counts.add(block.words[id], block.words.count(id));
  }
  return counts;
}

// What the others need to know of a rank's part, or of some parts together.
struct PartFacts {
  std::uint64_t words = 0;  // that are known
  std::uint64_t open = 0;   // how many of them follow the last line end
  std::uint64_t line_ends = 0;
  std::uint64_t tokens = 0, invalid_bytes = 0;

  // Adds what comes next in the text.
  PartFacts& operator+=(const PartFacts& next) {
    words += next.words;
    open = next.open + (next.line_ends > 0 ? 0 : open);
    line_ends += next.line_ends;
    tokens += next.tokens;
    invalid_bytes += next.invalid_bytes;
    return *this;
  }
};

PartFacts facts_of(const std::vector<TextBlock>& blocks, const Id* ids) {
  PartFacts facts;
  for (const TextBlock& block : blocks) {
    const std::span<const Id> own(ids + block.first_byte, block.length);
    const auto line_ends = static_cast<std::uint64_t>(std::ranges::count(own, TextBlock::line_end));
    const auto open =
        static_cast<std::uint64_t>(std::find(own.rbegin(), own.rend(), TextBlock::line_end) - own.rbegin());
    facts += {own.size() - line_ends, open, line_ends, block.tokens, block.invalid_bytes};
  }
  return facts;
}

}  // namespace

EncodedText::EncodedText(const std::filesystem::path& file, const Tokenizer& tokenizer, Vocabulary& vocabulary,
                         const std::optional<VocabularyChoice>& choice, Communicator& ranks) {
  TextPart part = read_part(file, tokenizer, ranks);
  form_note_ = std::move(part.form_note);
  if (choice) {
    const WordCounts counts = together(ranks, [&] { return count(part.blocks); });
    left_out_ = build_vocabulary(counts, *choice, vocabulary, ranks);
  }
  together(ranks, [&] { part.for_each_block([&](TextBlock& block, Id* ids) { block.translate(vocabulary, ids); }); });
  ids_ = std::move(part.ids);
  const std::uint64_t words = ranks.alone() ? append(part.blocks, 0) : append_on_ranks(part.blocks, ranks);
  if (words > offsets_.back()) offsets_.push_back(words);
  ids_.shrink(words);
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

// Moves the blocks' ids to `written` and behind it, which is not behind where they stand. Returns where they end.
std::uint64_t EncodedText::append(const std::vector<TextBlock>& blocks, std::uint64_t written) {
  for (const TextBlock& block : blocks) {
    ids_.claim(written, block.length);
    append_ids({ids_.data() + block.first_byte, block.length}, written);
    const std::uint64_t moved = std::max<std::uint64_t>(block.first_byte, written);
    ids_.give_back(moved, block.first_byte + block.bytes - moved);
    tokens_ += block.tokens;
    invalid_bytes_ += block.invalid_bytes;
  }
  return written;
}

// Moves a block's ids up to those before it and turns line ends into offsets.
void EncodedText::append_ids(std::span<Id> encoded, std::uint64_t& written) {
  Id* out = ids_.data();
  for (const Id id : encoded) {
    if (id != TextBlock::line_end) out[written++] = id;
    const std::uint64_t length = written - offsets_.back();
    if (length == longest || (id == TextBlock::line_end && length > 0)) offsets_.push_back(written);
  }
}

// Moves this rank's ids to their place among all and cuts them into sentences, the first of which may have begun on a
// rank before; then each tells the others. Returns how many ids there are.
std::uint64_t EncodedText::append_on_ranks(const std::vector<TextBlock>& blocks, Communicator& ranks) {
  const auto parts = ranks.gather_one(facts_of(blocks, ids_.data()));
  PartFacts before, all;
  std::vector<std::size_t> words;
  for (const PartFacts& part : parts) {
    if (words.size() == static_cast<std::size_t>(ranks.rank())) before = all;
    all += part;
    words.push_back(part.words);
  }
  std::uint64_t end = 0;
  together(ranks, [&] {
    offsets_ = {before.words - before.open % longest};
    end = append(blocks, before.words);
    ids_.claim(0, all.words);
  });
  gather_in_pieces(ranks, std::span<const Id>(ids_.data() + before.words, ids_.data() + end),
                   std::span<Id>(ids_.data(), all.words), words);
  share_offsets(ranks);
  tokens_ = all.tokens;
  invalid_bytes_ = all.invalid_bytes;
  return all.words;
}

// Each rank has those of the sentences that end in its part, behind the start of the first.
void EncodedText::share_offsets(Communicator& ranks) {
  const auto ends = std::span<const std::uint64_t>(offsets_).subspan(1);
  const std::vector<std::size_t> counts = ranks.gather_one(ends.size());
  auto all = together(ranks, [&] { return std::vector<std::uint64_t>(1 + sum_of(counts)); });
  gather_in_pieces(ranks, ends, std::span(all).subspan(1), counts);
  offsets_ = std::move(all);
}

std::size_t EncodedText::sentence_at(std::uint64_t position) const {
  return static_cast<std::size_t>(std::lower_bound(offsets_.begin(), offsets_.end(), position) - offsets_.begin());
}

}  // namespace rowgrad
