// LmInputs: what a language model may read.
#pragma once

#include "data/inputs.hpp"
#include "models/lm/options.hpp"

namespace rowgrad {

/// `tokens` are the symbols read, `next` the symbol that follows. Without a context both have one row per predicted
/// symbol, grouped by item; with a context of n, `next` has one row per position and `tokens` the n symbols before it.
/// `sampled` are candidates, if any are asked for. Size: vocab.
struct LmInputs {
  Inputs inputs;
  IdsInput tokens, next;
  std::optional<IdsInput> sampled;
  Candidates candidates;  // what `sampled` holds

  static LmInputs declare(const LmOptions& options, std::size_t vocab, Candidates candidates);
};

}  // namespace rowgrad
