// AttentionWeights: what a layer in which rows look at each other can tell of a pass: how much each takes of which.
#pragma once

#include <vector>

#include "graph/context.hpp"

namespace rowgrad {

/// What such a layer is beside a Layer. A graph's layer is asked by
/// `dynamic_cast<const AttentionWeights*>(node.layer.get())`.
class AttentionWeights {
 public:
  virtual ~AttentionWeights() = default;
  /// By head, a (rows x rows) matrix of one segment: row i holds what the i-th row takes of each, which sums to 1, and
  /// 0 where it may not look. REQUIRES: `pass` is that of this layer, after forward.
  virtual std::vector<Matrix<float>> weights_by_head(LayerContext<float>& pass, std::size_t segment) const = 0;
};

}  // namespace rowgrad
