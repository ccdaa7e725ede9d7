// WordTable: words and one vector each, from any of the files such tables are kept in.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/matrix.hpp"
#include "core/text_file.hpp"
#include "data/vocabulary.hpp"

namespace rowgrad {

struct WordTable {
  Vocabulary words;                // in the file's order; counts are 0 where the file has none
  Matrix<float> values;            // (words x dimension), all finite
  std::vector<std::string> notes;  // what is worth telling a user of how it was read, a sentence each
};

/// Reads a table of word vectors, its format told by its content:
///   word2vec text    a header "V d", then "word x1 … xd" per line: gensim's, word2vec.c's, fastText's .vec
///   GloVe text       the same without a header; a word may hold blanks
///   word2vec binary  a header, then "word " and d little-endian floats, with or without a line end after them
///   .npy             a matrix, its words in NAME.vocab.txt or vocab.txt beside it
///   safetensors      likewise; the first tensor with as many rows as there are words
/// A word that comes twice keeps its first vector; word2vec's own program cuts long words between the bytes of a
/// character, and words that are not UTF-8 are left out; notes count both. What a header promises is compared with the
/// file's length before memory is taken. Files are parsed on all threads. Throws an input Error if the file is damaged,
/// holds no vectors or a number that is not finite, or is of a known kind that cannot be read.
WordTable read_word_table(const std::filesystem::path& file);

/// The vocabulary file that belongs to a matrix file: NAME.vocab.txt.
std::filesystem::path vocabulary_beside(const std::filesystem::path& matrix_file);

namespace detail {

/// A word2vec header, if the first line is one: two numbers and nothing else.
struct WordTableHeader {
  std::size_t words = 0;
  std::size_t dimension = 0;
  std::size_t bytes = 0;  // including the line end; 0 if there is none
};
WordTableHeader word_table_header(std::string_view text);

/// Throws an input Error if so many words and numbers cannot be in the rest of the file, or if there are none.
void check_header(const std::filesystem::path& path, std::string_view text, const WordTableHeader& header);

/// Whether the line after the header reads as a word and `dimension` numbers.
bool is_word_table_text(std::string_view text, const WordTableHeader& header);

WordTable read_word_table_text(const std::filesystem::path& path, std::string_view text);
WordTable read_word_table_binary(const std::filesystem::path& path, std::string_view bytes,
                                 const WordTableHeader& header);

/// Builds the vocabulary; leaves out rows whose word came before or is not UTF-8.
WordTable assemble(const std::filesystem::path& path, std::span<const std::string_view> words, Matrix<float> values);

}  // namespace detail
}  // namespace rowgrad
