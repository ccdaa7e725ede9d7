#include "layers/row_target.hpp"

namespace rowgrad {
namespace {

// ½ Σ (v_j − q_j)² per row, no mean over the columns: the factor ½ makes the gradient the error v − q itself. q is
// one-hot at the label, or given as rows of numbers to meet. On a softmax's probabilities it is a classification (half
// of Brier's score, 1950), whose gradient by the scores still has the softmax's Jacobian in it and stalls where that is
// near zero: where the model is sure, right or wrong. A third input multiplies each row's loss.
class SquaredError : public Layer {
 public:
  static constexpr RowTarget target{{0, "predictions"}};
  static constexpr Saved errors{0};  // v − q
  static constexpr Saved losses{1};  // of each row before it is weighted (n x 1)

  ValueType output(const LayerInputs& in) const override { return target.output(in); }

  std::vector<std::string> examples() const override {
    return {R"({"inputs": ["x", "class"]})", R"({"inputs": ["x", "y"]})", R"({"inputs": ["x", "y", "weight"]})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& v = f.input(target.compared);
    const std::size_t n = columns(v);
    Matrix<T>& error = f.saved(errors);
    resize(error, rows(v), n);
    resize(f.saved(losses), rows(v), 1);
    for_each_row(rows(v), 2 * n, [&](std::size_t i) {
      T* e = row(error, i);
      std::copy_n(row(v, i), n, e);
      target.for_each(f, i, [&](std::size_t j, T q) { e[j] -= q; });
      const T loss = row_kernels<T>().dot(e, e, n) / T(2);
      f.saved(losses).data()[i] = loss;
      f.output().data()[i] = target.weight_of(f, i) * loss;
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    target.weight_backward(b, b.saved(losses));
    const Matrix<T>& error = b.saved(errors);
    Matrix<T>*d_values = b.input_gradient(target.compared), *d_target = target.gradient(b);
    for_each_row(rows(error), 2 * columns(error), [&](std::size_t i) {
      const T g = b.gradient().data()[i] * target.weight_of(b, i);
      const auto add = [&](T factor, Matrix<T>& to) {
        row_kernels<T>().axpy(factor, row(error, i), row(to, i), columns(error));
      };
      if (d_values != nullptr) add(g, *d_values);
      if (d_target != nullptr) add(-g, *d_target);
    });
  }
};

ROWGRAD_LAYER(SquaredError,
              "half the squared distance of a row from a label's one-hot or a target: ½ Σ (v − q)² per row");

}  // namespace
}  // namespace rowgrad
