// Unembedding: the output layer as a similarity search. Each logit is the dot product of the hidden state with one row
// of the output table (plus a bias), so that the nearest rows are the most probable symbols.
#pragma once

#include "models/lm/generator.hpp"

namespace rowgrad {

struct RowMatch {
  Id id = 0;
  float dot = 0.0F;     // of the hidden state and the row
  float cosine = 0.0F;  // of the two
  float probability = 0.0F;
};

/// The rows that go best with the hidden state after boundary + prefix, by falling dot product. Throws Error if the
/// logits are not a Linear map of a hidden state.
std::vector<RowMatch> match_hidden(Generator& generator, const Parameters<float>& parameters,
                                   std::span<const Id> prefix, std::size_t count);

}  // namespace rowgrad
