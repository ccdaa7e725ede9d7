// Unembedding: the output layer as a similarity search. Each logit is the dot product of the hidden state with one row
// of the output table, plus a bias where there is one. The largest is the most probable symbol, and not always the row
// that is nearest by angle: a long row or a large bias wins from farther away.
#pragma once

#include "models/lm/generator.hpp"

namespace rowgrad {

struct RowMatch {
  Id id = 0;
  float score = 0.0F;           // the logit: dot + bias
  float dot = 0.0F;             // of the hidden state and the row
  std::optional<float> bias;    // if the output has one
  float cosine = 0.0F;          // of the two
  std::size_t cosine_rank = 0;  // 1: the nearest of all rows by cosine
  float probability = 0.0F;
};

/// The rows that go best with the hidden state after boundary + prefix, by falling score. Throws Error if the
/// logits are not a Linear map of a hidden state.
std::vector<RowMatch> match_hidden(Generator& generator, const Parameters<float>& parameters,
                                   std::span<const Id> prefix, std::size_t count);

}  // namespace rowgrad
