#include "layers/segment_reduction.hpp"

namespace rowgrad {
namespace {

// y[s] = Σ x[i]. Backward copies: every row of a segment receives the identical gradient.
class Sum : public SegmentReduction<Sum> {
 public:
  template <class T>
  static T weight(std::size_t) {
    return T(1);
  }
};

ROWGRAD_LAYER(Sum, "the sum of each segment's rows: the tokens of a document become one row");

}  // namespace
}  // namespace rowgrad
