// LmOptions: how a language-modelling dataset reads its items and offers them.
#pragma once

#include <cstddef>
#include <string>

#include "data/candidates.hpp"
#include "data/max_length.hpp"

namespace rowgrad {

struct LmOptions {
  std::string unit = "character";  // or "word": what a symbol is
  std::string tokenizer;           // how words are found; empty: "whitespace"
  std::string unknown;             // the token that stands for unknown symbols; empty: they are dropped
  std::size_t context = 0;         // predict from this many symbols before; 0: from the whole item so far
  std::size_t block = 0;           // cut items into pieces of at most this many rows; 0: leave them whole
  MaxLength max_length;            // of an item
  CandidateOptions candidates;
};

}  // namespace rowgrad
