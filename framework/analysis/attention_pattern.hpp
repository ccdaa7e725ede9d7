// AttentionPattern: who looks at whom when one example goes through the attention layers of a model.
#pragma once

#include <string>
#include <vector>

#include "session/experiment.hpp"

namespace rowgrad {

struct AttentionPattern {
  /// More are refused: a picture has a square for each pair of positions.
  static constexpr std::size_t most_positions = 200;

  struct Layer {
    std::string name;
    /// By head, (positions x positions): row i holds what position i takes of each, which sums to 1, and 0 where it may
    /// not look: what comes later, if the layer is causal, and other segments.
    std::vector<Matrix<float>> heads;
  };

  std::vector<std::string> tokens;  // by position: what the model reads there
  std::vector<Layer> layers;        // in the graph's order
};

/// Runs one example forward, with nothing random, up to the last layer of attention. Throws an input Error if the model
/// has none over its tokens, or if the example is empty or too long.
AttentionPattern attention_pattern(const Experiment& experiment, Parameters<float>& parameters, const Batch& batch);

}  // namespace rowgrad
