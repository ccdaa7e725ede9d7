// Word2vecOptions: how a word2vec dataset reads its text and draws windows from it.
#pragma once

#include <cstddef>
#include <string>

#include "data/candidates.hpp"

namespace rowgrad {

struct Word2vecOptions {
  std::string tokenizer = "whitespace";
  std::string sampling = "pair";  // or "window"
  std::size_t window = 5;         // words to either side of the centre, at most
  bool dynamic_window = true;     // draw each window's reach from 1 to `window`
  std::size_t negatives = 5;      // noise words per pair or window
  double noise_exponent = 0.75;   // noise is proportional to count to this power
  double subsample = 1e-3;        // threshold above which frequent words are thinned out; 0 keeps all
  CandidateOptions candidates;

  bool pairs() const { return sampling == "pair"; }
};

}  // namespace rowgrad
