// WordCounts: different words and how often each occurs.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "comm/communicator.hpp"
#include "data/interner.hpp"
#include "data/vocabulary_choice.hpp"

namespace rowgrad {

class WordCounts {
 public:
  void add(std::string_view word, std::uint64_t count) {
    const Id id = words_.add(word);
    counts_.resize(words_.size());
    counts_[id] += count;
  }

  std::size_t size() const { return words_.size(); }
  /// Valid until the next add().
  std::string_view word(Id id) const { return words_[id]; }
  std::uint64_t count(Id id) const { return counts_[id]; }
  std::uint64_t hash(Id id) const { return words_.hash(id); }

 private:
  Interner words_;
  std::vector<std::uint64_t> counts_;
};

/// Builds the vocabulary of what `choice` takes of the words that the ranks have counted, each in its part of a text:
/// the same on all ranks as one process makes of the whole. Returns how many different words are left out. Each word is
/// summed on one rank, and only those that are taken are told to all. REQUIRES: `vocabulary` is empty. Throws an input
/// Error as VocabularyChoice::complete() does. Collective.
std::size_t build_vocabulary(const WordCounts& mine, const VocabularyChoice& choice, Vocabulary& vocabulary,
                             Communicator& ranks);

}  // namespace rowgrad
