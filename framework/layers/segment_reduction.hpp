// SegmentReduction: the rows of each segment become one row, their weighted sum: y[s] = w Σ x[i], i in segment s, where
// w depends on the number of rows alone. An empty segment gives zeros. Backward: dx[i] += w · g[s].
#pragma once

#include <algorithm>

#include "layers/segments.hpp"

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

  bool reads_in_place() const override { return true; }

  template <class T>
  void forward(Forward<T>& f) const {
    const RowSpace& space = *f.type(x).space;
    const auto& order = f.batch().partitions[space.index].sum_order;
    const InputRows<T> in = f.input_rows(x);
    Matrix<T>& y = f.output();
    const auto& kernel = row_kernels<T>();
    const std::size_t d = columns(y), n = f.batch().row_count(space);
    const auto row_at = [&](std::size_t k) { return in[order.empty() ? k : order[k]]; };
    // Rows that stand in a table are fetched from memory while earlier ones are added: far ahead if they are short.
    const std::size_t ahead = std::clamp<std::size_t>(4096 / (d * sizeof(T)), 1, 32);
    for_each_segment(f, x, [&](std::size_t s, std::size_t first, std::size_t last) {
      std::fill_n(row(y, s), d, T(0));
      for (std::size_t k = first; k < last; ++k) {
        const T* next = row_at(std::min(k + ahead, n - 1));
        for (std::size_t j = 0; j < d; j += 64 / sizeof(T)) __builtin_prefetch(next + j);
        kernel.axpy(Derived::template weight<T>(last - first), row_at(k), row(y, s), d);
      }
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    Matrix<T>* dx = b.input_gradient(x);
    if (dx == nullptr) return;
    const Matrix<T>& g = b.gradient();
    for_each_segment(b, x, [&](std::size_t s, std::size_t first, std::size_t last) {
      const auto add_to = [&](std::size_t i) {
        row_kernels<T>().axpy(Derived::template weight<T>(last - first), row(g, s), row(*dx, i), columns(g));
      };
      if (b.in_place(x) && first < last) return add_to(s);  // for all of them
      for (std::size_t i = first; i < last; ++i) add_to(i);
    });
  }
};

}  // namespace rowgrad
