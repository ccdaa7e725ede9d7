// SegmentReduction: the rows of each segment become one row, their weighted sum: y[s] = w Σ x[i], i in segment s, where
// w depends on the number of rows alone. An empty segment gives zeros. Backward: dx[i] += w · g[s].
#pragma once

#include <algorithm>

#include "graph/layer.hpp"

namespace rowgrad {

/// A layer that derives from SegmentReduction<itself> gives w of a segment of n rows:
///   template <class T> static T weight(std::size_t n);
template <class Derived>
class SegmentReduction : public Layer {
 public:
  static constexpr Input x{0, "rows"};

  ValueType output(const LayerInputs& in) const override {
    in.expect(x);
    const ValueType& type = in.grouped(x);
    return {type.kind, type.space->group, type.width};
  }

  std::vector<std::string> examples() const override { return {R"({"input": "x"})", R"({"input": "fixed"})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    const RowSpace& space = *f.type(x).space;
    const auto& order = f.batch().partitions[space.index].sum_order;
    const Matrix<T>& in = f.input(x);
    Matrix<T>& y = f.output();
    for (std::size_t s = 0; s < rows(y); ++s) {
      const auto [first, last] = f.batch().segment(space, s);
      std::fill_n(row(y, s), columns(y), T(0));
      for (std::size_t k = first; k < last; ++k) {
        const std::size_t i = order.empty() ? k : order[k];
        row_kernels<T>().axpy(Derived::template weight<T>(last - first), row(in, i), row(y, s), columns(y));
      }
    }
  }

  template <class T>
  void backward(Backward<T>& b) const {
    Matrix<T>* dx = b.input_gradient(x);
    if (dx == nullptr) return;
    const RowSpace& space = *b.type(x).space;
    const Matrix<T>& g = b.gradient();
    for (std::size_t s = 0; s < rows(g); ++s) {
      const auto [first, last] = b.batch().segment(space, s);
      for (std::size_t i = first; i < last; ++i)
        row_kernels<T>().axpy(Derived::template weight<T>(last - first), row(g, s), row(*dx, i), columns(g));
    }
  }
};

}  // namespace rowgrad
