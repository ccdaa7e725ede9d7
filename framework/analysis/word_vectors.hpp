// WordVectors: words and their vectors, opened from a run directory or any file, and similarity search over them.
//
// Immutable once built, so that any number of threads may query it. Similarity is the cosine; a row of zeros has cosine
// 0 with everything.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "data/vocabulary.hpp"

namespace rowgrad {

struct Neighbour {
  Id id;
  float score;
};

class WordVectors {
 public:
  /// Row i of `values` is the vector of word i; rows after the last word, such as a run's hashed n-grams, may follow.
  /// Throws an input Error if a vector is so long that the square of its length is no float.
  WordVectors(Vocabulary words, Matrix<float> values, std::vector<std::string> notes = {});

  /// Opens a run directory, whose dataset says which of its tables holds the word vectors, or any file that
  /// read_word_table() reads. `table` names another of a run's parameters with a row per word ("v.weight"). Throws an
  /// input Error.
  static WordVectors open(const std::filesystem::path& path, const std::string& table = {});

  std::size_t size() const { return words_.size(); }
  std::size_t dimension() const { return columns(values_); }
  const Vocabulary& words() const { return words_; }
  const Matrix<float>& values() const { return values_; }
  const std::string& word(Id id) const { return words_.token(id); }
  /// What is worth telling a user of how the file was read, a sentence each.
  const std::vector<std::string>& notes() const { return notes_; }

  /// The word as it is or, if there is none, in ASCII lower case.
  std::optional<Id> find(const std::string& word) const;
  /// Likewise; throws an input Error with the nearest words if there is none.
  Id id(const std::string& word) const;

  std::span<const float> vector(Id id) const { return {row(values_, id), dimension()}; }
  /// The vector scaled to length 1.
  std::vector<float> unit(Id id) const;
  /// As cosine() of the two vectors (analysis/cosine.hpp), their lengths worked out once.
  float cosine(Id a, Id b) const;
  /// 1 / |row|; 0 for a row of zeros.
  float inverse_length(Id id) const { return inverse_length_[id]; }

  /// The cosine of `direction` (of any length) with every word.
  std::vector<float> cosines(std::span<const float> direction) const;
  /// The `count` words with the highest scores (one per word), best first, ties by id, without those in `except`.
  std::vector<Neighbour> best(std::span<const float> scores, std::size_t count, std::span<const Id> except = {}) const;
  /// The `count` words most similar to a direction.
  std::vector<Neighbour> nearest(std::span<const float> direction, std::size_t count,
                                 std::span<const Id> except = {}) const {
    return best(cosines(direction), count, except);
  }

 private:
  std::string nearest_spellings(const std::string& word) const;
  Vocabulary words_;
  Matrix<float> values_;               // (words or more x dimension), as given
  std::vector<float> inverse_length_;  // by word
  std::vector<std::string> notes_;
};

}  // namespace rowgrad
