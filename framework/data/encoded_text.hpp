// EncodedText: a text's sentences as ids, read once on all threads; in memory if they fit, in a temporary file if not.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "comm/one_process.hpp"
#include "data/id_store.hpp"
#include "data/ragged.hpp"
#include "data/tokenizer.hpp"
#include "data/vocabulary_choice.hpp"

namespace rowgrad {

struct TextBlock;

/// A sentence is a line; a line of more than `longest` known words is cut into several sentences, losing none of its
/// words. Words that are not in the vocabulary are left out, and so are lines without any word. Immutable once read.
class EncodedText {
 public:
  static constexpr std::size_t longest = 10000;

  EncodedText() = default;
  /// Reads `file`. With a `choice`, `vocabulary` is built from it first, by falling count; otherwise it is used as it
  /// is. Throws Error if the file cannot be read, or if none of the words that it may have occurs.
  ///
  /// Of several ranks each reads its part of the file, and all get what one process makes of it; what is packed is
  /// unpacked by each. Throws an input Error if they do not have the same file. Collective; what is thrown on one rank
  /// is thrown on all (comm/together.hpp).
  EncodedText(const std::filesystem::path& file, const Tokenizer& tokenizer, Vocabulary& vocabulary,
              const std::optional<VocabularyChoice>& choice = std::nullopt, Communicator& ranks = one_process());

  /// Sentences that are ids already.
  explicit EncodedText(const Ragged& sentences);

  /// Sentences.
  std::size_t size() const { return offsets_.size() - 1; }
  /// Words in all sentences.
  std::uint64_t total() const { return offsets_.back(); }
  std::span<const Id> operator[](std::size_t i) const {
    return {ids_.data() + offsets_[i], ids_.data() + offsets_[i + 1]};
  }
  /// How many words come before sentence i.
  std::uint64_t start(std::size_t i) const { return offsets_[i]; }
  /// The first sentence that starts at word `position` or later.
  std::size_t sentence_at(std::uint64_t position) const;

  /// Tokens of the text, known or not.
  std::size_t tokens() const { return tokens_; }
  /// Different words that the vocabulary did not take, if it was built from this text.
  std::size_t left_out() const { return left_out_; }
  /// Bytes that are not valid UTF-8; their words are used as they are.
  std::size_t invalid_bytes() const { return invalid_bytes_; }
  /// What shows that the file is no plain text, a sentence (data/first_look.hpp); empty: nothing does.
  const std::string& form_note() const { return form_note_; }

 private:
  void append_ids(std::span<Id> encoded, std::uint64_t& written);
  std::uint64_t append(const std::vector<TextBlock>& blocks, std::uint64_t written);
  std::uint64_t append_on_ranks(const std::vector<TextBlock>& blocks, Communicator& ranks);
  void share_offsets(Communicator& ranks);

  IdStore ids_;
  std::vector<std::uint64_t> offsets_{0};
  std::size_t tokens_ = 0;
  std::size_t left_out_ = 0, invalid_bytes_ = 0;
  std::string form_note_;
};

}  // namespace rowgrad
