#include "data/word_counts.hpp"

#include <cstring>

#include "comm/counts.hpp"
#include "comm/in_pieces.hpp"

namespace rowgrad {
namespace {

// Words with their counts, as bytes for a message: before each word's text its length and its count.
struct Header {
  std::uint64_t length, count;
};

void pack(std::vector<char>& bytes, std::string_view word, std::uint64_t count) {
  const Header header{word.size(), count};
  const auto* const first = reinterpret_cast<const char*>(&header);
  bytes.insert(bytes.end(), first, first + sizeof(header));
  bytes.insert(bytes.end(), word.begin(), word.end());
}

template <class F>
void for_each_packed(const std::vector<char>& bytes, F&& f) {
  for (std::size_t at = 0; at < bytes.size();) {
    Header header{};
    std::memcpy(&header, bytes.data() + at, sizeof(header));
    at += sizeof(header);
    f(std::string_view(bytes.data() + at, header.length), header.count);
    at += header.length;
  }
}

// Which rank sums a word. The hash's high half decides, as its low bits find the word's place in a table.
std::size_t owner_of(std::uint64_t hash, std::size_t ranks) { return ((hash >> 32) * ranks) >> 32; }

// The words that fall to this rank, with their counts in the whole text.
WordCounts own_words(const WordCounts& mine, Communicator& ranks) {
  const auto n = static_cast<std::size_t>(ranks.size());
  const auto out = together(ranks, [&] {
    std::vector<std::vector<char>> packed(n);
    for (Id id = 0; id < mine.size(); ++id) pack(packed[owner_of(mine.hash(id), n)], mine.word(id), mine.count(id));
    return packed;
  });
  const auto in = exchange_in_pieces(ranks, out);
  return together(ranks, [&] {
    WordCounts own;
    for (const auto& words : in)
      for_each_packed(words, [&](std::string_view word, std::uint64_t count) { own.add(word, count); });
    return own;
  });
}

// What `choice` takes, of all ranks.
std::vector<char> pack_taken(const WordCounts& own, const VocabularyChoice& choice, Communicator& ranks) {
  const auto mine = together(ranks, [&] {
    std::vector<char> packed;
    for (Id id = 0; id < own.size(); ++id) {
      if (choice.takes(own.word(id), own.count(id))) pack(packed, own.word(id), own.count(id));
    }
    return packed;
  });
  const std::vector<std::size_t> counts = ranks.gather_one(mine.size());
  auto all = together(ranks, [&] { return std::vector<char>(sum_of(counts)); });
  gather_in_pieces(ranks, std::span<const char>(mine), std::span<char>(all), counts);
  return all;
}

// Of one process. Returns how many different words there are.
std::size_t add_taken(const WordCounts& all, const VocabularyChoice& choice, Vocabulary& vocabulary) {
  for (Id id = 0; id < all.size(); ++id) {
    if (choice.takes(all.word(id), all.count(id))) vocabulary.add(all.word(id), all.count(id));
  }
  return all.size();
}

std::size_t add_taken_of_all(const WordCounts& mine, const VocabularyChoice& choice, Vocabulary& vocabulary,
                             Communicator& ranks) {
  const WordCounts own = own_words(mine, ranks);
  const std::vector<char> taken = pack_taken(own, choice, ranks);
  together(ranks, [&] {
    for_each_packed(taken, [&](std::string_view word, std::uint64_t count) { vocabulary.add(word, count); });
  });
  return sum_of(ranks.gather_one(own.size()));
}

}  // namespace

std::size_t build_vocabulary(const WordCounts& mine, const VocabularyChoice& choice, Vocabulary& vocabulary,
                             Communicator& ranks) {
  const std::size_t different =
      ranks.alone() ? add_taken(mine, choice, vocabulary) : add_taken_of_all(mine, choice, vocabulary, ranks);
  const std::size_t left_out = different - vocabulary.size();
  together(ranks, [&] { choice.complete(vocabulary); });  // sorts: equal counts by the words, whatever came first
  return left_out;
}

}  // namespace rowgrad
