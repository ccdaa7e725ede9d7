// TextRows: a text becomes tokens, tokens become ids, ids pick rows, and the rows are one matrix.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "data/tokenizer.hpp"
#include "data/vocabulary.hpp"

namespace rowgrad {

struct TextRows {
  std::vector<std::string> tokens;
  Vocabulary vocabulary;  // of this text alone: ids in order of first appearance
  std::vector<Id> ids;    // by position
  Matrix<float> table;    // (words x dim), as the layer Embedding starts it
  Matrix<float> stacked;  // (positions x dim): what it puts out
};

/// Throws an input Error if the text has no token.
TextRows rows_of_text(const std::string& text, const Tokenizer& tokenizer, std::size_t dim, std::uint64_t seed);

}  // namespace rowgrad
