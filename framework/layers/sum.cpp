#include <algorithm>

#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// Both reduce the rows of each segment to one row; Mean divides by their number. An empty segment gives zeros.
// Backward copies: every row of a segment receives the identical gradient (times 1/n for Mean).
class SegmentReduction : public Layer {
 public:
  Signature output(const Wiring& in) const override {
    in.expect({"rows"});
    const Signature& s = in.grouped(0);
    return {s.kind, s.domain->group, s.width};
  }

  std::vector<std::string> examples() const override { return {R"({"input": "x"})", R"({"input": "fixed"})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& in = f.input(0);
    Matrix<T>& out = f.output();
    const auto& order = f.batch().extents[f.signature(0).domain->index].order;
    for (std::size_t s = 0; s < rows(out); ++s) {
      T* sum = row(out, s);
      std::fill_n(sum, columns(out), T(0));
      const auto [first, last] = f.batch().segment(*f.signature(0).domain, s);
      for (std::size_t i = first; i < last; ++i) {
        row_kernels<T>().axpy(factor<T>(last - first), row(in, order.empty() ? i : order[i]), sum, columns(out));
      }
    }
  }

  template <class T>
  void backward(Backward<T>& b) const {
    if (!b.wants(0)) return;
    const Matrix<T>& g = b.gradient();
    for (std::size_t s = 0; s < rows(g); ++s) {
      const auto [first, last] = b.batch().segment(*b.signature(0).domain, s);
      for (std::size_t i = first; i < last; ++i) {
        row_kernels<T>().axpy(factor<T>(last - first), row(g, s), row(b.input_gradient(0), i), columns(g));
      }
    }
  }

 protected:
  explicit SegmentReduction(bool mean) : mean_(mean) {}

 private:
  template <class T>
  T factor(std::size_t n) const {
    return mean_ ? T(1) / static_cast<T>(n) : T(1);
  }
  bool mean_;
};

class Sum : public SegmentReduction {
 public:
  Sum() : SegmentReduction(false) {}
};

class Mean : public SegmentReduction {
 public:
  Mean() : SegmentReduction(true) {}
};

ROWGRAD_LAYER(Sum, "the sum of each segment's rows: the tokens of a document become one row");
ROWGRAD_LAYER(Mean, "the mean of each segment's rows");

}  // namespace
}  // namespace rowgrad
