// Word2vecInputs: what a model over word windows may read.
#pragma once

#include "data/inputs.hpp"
#include "models/word2vec/options.hpp"

namespace rowgrad {

/// By `sampling`:
///   pair    center, context (one row per pair), negatives (k per pair)
///   window  context (rows grouped by window), center (one per window), negatives (k per window)
/// and, for hierarchical softmax, the path to the predicted word (the context of a pair, the centre of a window):
///   node    its inner nodes (ragged, grouped by pair or window), code the branch taken at each
/// and `sampled` candidates, if any are asked for. Size: vocab.
struct Word2vecInputs {
  Inputs inputs;
  IdsInput center, context, negatives, node, code;
  std::optional<IdsInput> sampled;
  bool pairs = true;
  Candidates candidates;  // what `sampled` holds

  static Word2vecInputs declare(const Word2vecOptions& options, std::size_t vocab, Candidates candidates);

  /// The side whose table holds the word vectors, word2vec.c's syn0, and the side that is predicted.
  IdsInput input_side() const { return pairs ? center : context; }
  IdsInput target_side() const { return pairs ? context : center; }
};

}  // namespace rowgrad
