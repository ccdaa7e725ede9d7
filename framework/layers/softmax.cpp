#include "layers/row_target.hpp"

namespace rowgrad {
namespace {

// p_j = exp(s_j) / Σ exp(s_m) in every row, computed from the row's maximum down, so that scores of ±1e4 neither
// overflow nor give NaN. Backward is the Jacobian ∂p_j/∂s_k = p_j (δ_jk − p_k) times g: ds = p ∘ (g − ⟨g, p⟩)
// (Bridle 1990). A classifier that is trained by cross-entropy does without: SoftmaxCE holds the two collapsed.
class Softmax : public Layer {
 public:
  static constexpr Input scores{0, "scores"};

  ValueType output(const LayerInputs& in) const override {
    in.expect(scores);
    return in.real(scores);
  }

  std::vector<std::string> examples() const override { return {R"({"input": "x"})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& s = f.input(scores);
    for_each_row(rows(s), exp_work * columns(s),
                 [&](std::size_t i) { row_kernels<T>().softmax(row(s, i), row(f.output(), i), columns(s)); });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    Matrix<T>* d_scores = b.input_gradient(scores);
    if (d_scores == nullptr) return;
    const std::size_t n = columns(b.output());
    for_each_row(rows(b.output()), exp_work * n, [&](std::size_t i) {
      const T *p = row(b.output(), i), *g = row(b.gradient(), i);
      const T mean = row_kernels<T>().dot(g, p, n);  // of g under p
      T* d = row(*d_scores, i);
      for (std::size_t j = 0; j < n; ++j) d[j] += p[j] * (g[j] - mean);
    });
  }
};

ROWGRAD_LAYER(Softmax, "every row of scores as a row of probabilities");

}  // namespace
}  // namespace rowgrad
