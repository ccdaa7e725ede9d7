// VocabularyChoice: which tokens of a text make a run's vocabulary.
#pragma once

#include <string>
#include <vector>

#include "config/keys.hpp"
#include "data/vocabulary.hpp"

namespace rowgrad {

/// Those that occur often enough, and those known before the text is read, which count 0 if they do not occur; or the
/// known ones alone. Immutable.
class VocabularyChoice {
 public:
  /// Tokens counted `min_count` times or more, and all of `known`.
  explicit VocabularyChoice(std::size_t min_count, Vocabulary known = {})
      : min_count_(min_count), known_(std::move(known)) {}
  /// The tokens of `known`, which come from `file`, and no others.
  VocabularyChoice(Vocabulary known, std::filesystem::path file) : known_(std::move(known)), file_(std::move(file)) {}

  /// Whether a token that occurs `count` times is in the vocabulary.
  bool takes(std::string_view token, std::uint64_t count) const {
    return (file_.empty() && count >= min_count_) || known_.find(token).has_value();
  }
  /// `counted` becomes the vocabulary: what is not taken goes, what is known and does not occur comes in, and ids are
  /// ranks again; the first `reserved` stay. Throws an input Error if no token of the file occurs.
  void apply(Vocabulary& counted, std::size_t reserved = 0) const;
  /// The same where only tokens that are taken were added.
  void complete(Vocabulary& taken, std::size_t reserved = 0) const;

 private:
  std::size_t min_count_ = 0;
  Vocabulary known_;
  std::filesystem::path file_ = {};  // empty: there may be tokens that are not known
};

/// Adds the tokens of `known` that are not there, with count 0. The new ids follow the others.
void add_known(Vocabulary& vocabulary, const Vocabulary& known);
/// How many tokens do not occur, of those from id `first` on.
std::size_t count_unseen(const Vocabulary& vocabulary, std::size_t first = 0);
/// Whether a token is in both.
bool share_some(const Vocabulary& a, const Vocabulary& b);

/// Reads the tokens of a file: a run's vocab.txt, which is known by the tab in its first line, or one token per line.
/// All count 0. A list of the second kind may hold none of `reserved`, which a task adds by itself. Throws an input
/// Error with file and line for one of those, an empty line, a token that came before, or bytes that are not UTF-8.
Vocabulary read_tokens(const std::filesystem::path& file, const std::vector<std::string>& reserved = {});

/// The keys of a data section that choose its vocabulary.
struct VocabularyKeys {
  std::size_t min_count = 1;
  Path file;  // of the only tokens; empty: the training data says which there are

  /// `rare` is what becomes of a word that is too rare.
  void declare(Keys& keys, const std::string& rare);
  /// Throws Error if the file cannot be read.
  void check_readable(const Where& data) const;
  /// `known` are tokens that stay whatever the training data holds, unless there is a file.
  VocabularyChoice choice(const Vocabulary& known, const std::vector<std::string>& reserved = {}) const;
  /// Why a token of the training data is not in the vocabulary, to follow "7 words are".
  std::string dropped_because() const;
  /// Of the file's tokens that the training data does not have, if there are any; to be told to a user.
  std::vector<std::string> notes(const Vocabulary& vocabulary) const;
};

}  // namespace rowgrad
