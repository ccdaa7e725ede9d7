// SentimentOptions: how a sentiment dataset reads its documents.
#pragma once

#include <cstddef>
#include <string>

#include "config/types.hpp"
#include "data/max_length.hpp"

namespace rowgrad {

struct SentimentOptions {
  std::string tokenizer = "words";
  std::size_t ngrams = 1;        // the longest word n-gram
  std::size_t buckets = 200000;  // rows that n-grams share
  double word_dropout = 0.0;     // probability that a training word is left out
  MaxLength max_length;          // of a document, in words
  Json class_weights;            // null, "balanced" or {label: weight}
};

}  // namespace rowgrad
