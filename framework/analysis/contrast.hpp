// Contrast: what becomes of one token in two contexts, layer by layer.
#pragma once

#include <string>
#include <vector>

#include "session/experiment.hpp"

namespace rowgrad {

struct Contrast {
  /// The token's row in the output of one layer, in either context.
  struct Layer {
    std::string name;
    double cosine = 0.0;  // of the two
    std::vector<float> first, second;
  };
  std::string token;
  std::vector<Layer> layers;  // those whose rows are tokens, in the graph's order
};

/// The token is the id `token` of the dataset's first input; its first occurrence in each batch counts. Throws an input
/// Error if a batch lacks it.
Contrast contrast(const Experiment& experiment, Parameters<float>& parameters, const Batch& a, const Batch& b,
                  Id token);

}  // namespace rowgrad
