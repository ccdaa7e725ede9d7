// The word2vec format: "V d\n", then per word `word ` and d numbers, as text or as little-endian floats.
#pragma once

#include <filesystem>

#include "core/atomic_file.hpp"
#include "core/matrix.hpp"
#include "data/vocabulary.hpp"

namespace rowgrad {

/// A file that appears whole or not at all. All calls throw a run Error if they fail.
class Word2vecFile {
 public:
  enum class Format { binary, text };
  /// `vocabulary` must outlive it.
  Word2vecFile(const std::filesystem::path& file, const Vocabulary& vocabulary, std::size_t columns, Format format);

  /// The next `count` ids' rows; those of ids beyond the vocabulary are left out.
  void append(const float* rows, std::size_t count);
  void commit();

 private:
  void append_row(const float* values);

  AtomicFile file_;
  const Vocabulary& vocabulary_;
  std::size_t columns_;
  Format format_;
  std::size_t next_ = 0;  // id
  std::string buffer_;
};

/// Row i of `vectors` belongs to id i.
void write_word2vec_binary(const std::filesystem::path& file, const Vocabulary& vocabulary,
                           const Matrix<float>& vectors);
void write_word2vec_text(const std::filesystem::path& file, const Vocabulary& vocabulary, const Matrix<float>& vectors);

}  // namespace rowgrad
