#include "layers/segment_reduction.hpp"

namespace rowgrad {
namespace {

// y[s] = 1/n Σ x[i], n being the segment's number of rows.
class Mean : public SegmentReduction<Mean> {
 public:
  template <class T>
  static T weight(std::size_t n) {
    return T(1) / static_cast<T>(n);
  }
};

ROWGRAD_LAYER(Mean, "the mean of each segment's rows");

}  // namespace
}  // namespace rowgrad
