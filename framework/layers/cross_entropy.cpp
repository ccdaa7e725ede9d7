#include <cmath>

#include "layers/row_target.hpp"

namespace rowgrad {
namespace {

// −Σ q_j log p_j of rows of probabilities; ∂L/∂p_j = −q_j/p_j. Where p is 0 and the target is not, loss and gradient
// are infinite, and a softmax's backward makes NaN of that: SoftmaxCE, which reads logits, has neither. This is the
// loss of a derivation, of whatever else gives probabilities, and what shows why the two belong together. A row of
// weight 0 has neither, whatever its p.
class CrossEntropy : public Layer {
 public:
  static constexpr RowTarget target{{0, "probabilities"}};
  static constexpr Saved losses{0};  // of each row before it is weighted (n x 1)

  ValueType output(const LayerInputs& in) const override { return target.output(in); }

  std::vector<std::string> examples() const override {
    return {R"({"inputs": ["probability", "class"]})", R"({"inputs": ["probability", "y", "weight"]})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& p = f.input(target.compared);
    resize(f.saved(losses), rows(p), 1);
    for_each_row(rows(p), work(f), [&](std::size_t i) {
      T loss = 0;
      target.for_each(f, i, [&](std::size_t j, T q) {
        if (q != T(0)) loss -= q * std::log(p(i, j));  // 0 log 0 is 0
      });
      f.saved(losses).data()[i] = loss;
      const T w = target.weight_of(f, i);
      f.output().data()[i] = w == T(0) ? T(0) : w * loss;
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    target.weight_backward(b, b.saved(losses));
    const Matrix<T>& p = b.input(target.compared);
    Matrix<T>*d_p = b.input_gradient(target.compared), *d_target = target.gradient(b);
    for_each_row(rows(p), work(b), [&](std::size_t i) {
      const T g = b.gradient().data()[i] * target.weight_of(b, i);
      if (g == T(0)) return;
      target.for_each(b, i, [&](std::size_t j, T q) {
        if (d_p != nullptr && q != T(0)) (*d_p)(i, j) -= g * q / p(i, j);
        if (d_target != nullptr) (*d_target)(i, j) -= g * std::log(p(i, j));
      });
    });
  }

 private:
  // Of a row: the library's log, about eight times the kernels' exp, of the label's probability or of each.
  template <class Context>
  static std::size_t work(Context& c) {
    const std::size_t logs = c.type(target.label).kind == Kind::ids ? 1 : columns(c.input(target.compared));
    return 8 * exp_work * logs;
  }
};

ROWGRAD_LAYER(CrossEntropy, "cross-entropy of probabilities against a label or soft targets, in nats per row");

}  // namespace
}  // namespace rowgrad
