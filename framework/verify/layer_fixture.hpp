// LayerFixture: a small made-up batch on which a layer can be run by itself: what its examples() may name.
//
//   input   kind          space                     notes
//   tokens  ids below 7   token, grouped in document repeated within and across documents; id 5 does not occur
//   class   ids below 4   token
//   code    ids below 2   token
//   genre   ids below 4   document
//   sampled ids below 7   sample: 6 rows             drawn at random, with their probabilities
//   x, y    rows of 4     token
//   weight  rows of 1     token
//   probability rows of 4 token                      positive, the sum of each is 1
//   h       rows of 4     document
//   fixed   rows of 4     fixed: 3 rows per document
//
// The documents have 3, 0, 4, 1 and 2 tokens. No real value is near 0, where layers such as ReLU have a kink. The sizes
// are "vocab" = 7 and "classes" = 4. The layer "table" (an Embedding of `tokens` with 4 columns) is there to borrow
// from: `"weight": "table.weight"`.
#pragma once

#include "graph/build_graph.hpp"

namespace rowgrad {

class LayerFixture {
 public:
  LayerFixture() : LayerFixture(1, 4) {}
  /// The same documents `times` over, rows `width` wide, for a batch that makes work for several threads. REQUIRES:
  /// width >= 4.
  LayerFixture(std::size_t times, std::size_t width);

  const Inputs& inputs() const { return inputs_; }
  const Batch& batch() const { return batch_; }
  /// The graph of one layer, `example` being its config without name and type. Its node is called "layer". Throws
  /// Error if the example does not fit.
  Graph graph(const std::string& layer, const std::string& example,
              const Registry<Layer>& registry = Registry<Layer>::instance()) const;

 private:
  Inputs inputs_;
  Batch batch_;
  std::size_t width_;
};

}  // namespace rowgrad
