// DocumentEncoder: from words to the ids a sentiment model reads: known words, then the hashed n-grams of each run of
// them.
#pragma once

#include "data/labelled_text.hpp"
#include "data/word_ngrams.hpp"

namespace rowgrad {

/// Ids below the vocabulary's size are words, those above are n-gram buckets. Words that are not known are dropped, and
/// with them every n-gram they are part of, which no training document can have taught anything.
class DocumentEncoder {
 public:
  /// `vocabulary` must outlive the encoder.
  DocumentEncoder(const Vocabulary& vocabulary, const WordNgrams& ngrams) : vocabulary_(&vocabulary), ngrams_(ngrams) {}

  /// Appends the ids of one text, of its first `most` words. Returns whether it has more.
  bool encode(std::string_view text, const Tokenizer& tokenizer, std::vector<Id>& ids,
              std::size_t most = Tokenizer::all) const;
  /// What each id of an encoded text stands for: its word, "word_word (n-gram)", or "n-gram" where the words cannot be
  /// told, because several n-grams of the text, or one around a word that was dropped, share the bucket.
  std::vector<std::string> names(std::span<const Id> ids) const;
  /// The ids of every document of a file, on all threads.
  Ragged encode(const LabelledText& text) const;

 private:
  static constexpr Id unknown = ~Id{0};
  struct Word {
    Id id;
    std::uint32_t hash;
  };
  Word word(std::string_view token) const;
  void append(std::span<const Word> words, std::vector<Id>& ids) const;

  const Vocabulary* vocabulary_;
  WordNgrams ngrams_;
};

}  // namespace rowgrad
