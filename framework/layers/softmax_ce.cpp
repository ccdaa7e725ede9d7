#include <algorithm>
#include <cmath>

#include "layers/row_target.hpp"

namespace rowgrad {
namespace {

// −Σ q_j log p_j with p = softmax(logits), per row. q is one-hot at the label y, or given as rows: soft targets. In
// training `label_smoothing` ε moves it to (1 − ε) q + ε / classes (Szegedy et al. 2016, section 7). Computed as
// log Σ exp(s) − Σ q_j s_j from the maximum down, so that logits of ±1e4 neither overflow nor give NaN. The gradient is
// p − q: bounded by 1, sum zero. A third input multiplies each row's loss: example or class weights.
class SoftmaxCE : public Layer {
 public:
  static constexpr Input logits{0, "logits"};
  static constexpr RowTarget target{logits};
  static constexpr Saved probabilities{0};  // p
  static constexpr Saved losses{1};         // of each row before it is weighted (n x 1)

  void declare(Keys& keys) override {
    keys.add("label_smoothing", smoothing_, "share of the target that goes to all classes alike, in training only")
        .range(0, 1);
  }

  ValueType output(const LayerInputs& in) const override { return target.output(in); }

  bool classifies() const override { return true; }

  std::vector<std::string> examples() const override {
    return {R"({"inputs": ["x", "class"]})", R"({"inputs": ["x", "class"], "label_smoothing": 0.1})",
            R"({"inputs": ["x", "class", "weight"]})", R"({"inputs": ["x", "y", "weight"], "label_smoothing": 0.1})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& scores = f.input(logits);
    const std::size_t n = columns(scores);
    const T smooth = smoothing(f);
    Matrix<T>& p = f.saved(probabilities);
    resize(p, rows(scores), n);
    resize(f.saved(losses), rows(scores), 1);
    for_each_row(rows(scores), exp_work * n, [&](std::size_t i) {
      const T* s = row(scores, i);
      const T log_sum = row_kernels<T>().softmax(s, row(p, i), n);
      T loss = 0, mass = 0;  // of log Σ exp(s) − s_j, which is never negative: no cancellation
      target.for_each(f, i, [&](std::size_t j, T q) {
        loss += q * (log_sum - s[j]);
        mass += q;
      });
      if (smooth > T(0)) {
        T sum = 0;
        for (std::size_t j = 0; j < n; ++j) sum += log_sum - s[j];
        loss = (T(1) - smooth * static_cast<T>(n)) * loss + smooth * mass * sum;
      }
      f.saved(losses).data()[i] = loss;
      f.output().data()[i] = target.weight_of(f, i) * loss;
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    target.weight_backward(b, b.saved(losses));
    target_backward(b);
    Matrix<T>* d_logits = b.input_gradient(logits);
    if (d_logits == nullptr) return;
    const Matrix<T>& p = b.saved(probabilities);
    const std::size_t n = columns(p);
    const T smooth = smoothing(b), sharp = T(1) - smooth * static_cast<T>(n);
    const T* const gradient = b.gradient().data();
    const auto& kernel = row_kernels<T>();
    for_each_row(rows(p), exp_work * n, [&](std::size_t i) {
      const T g = gradient[i] * target.weight_of(b, i);
      T* d = row(*d_logits, i);
      T mass = 0;
      target.for_each(b, i, [&](std::size_t j, T q) {
        mass += q;
        d[j] -= g * sharp * q;
      });
      kernel.axpy(g * mass, row(p, i), d, n);
      if (smooth == T(0)) return;
      for (std::size_t j = 0; j < n; ++j) d[j] -= g * smooth * mass;
    });
  }

 private:
  // ∂L/∂q_j = log Σ exp(s) − s_j.
  template <class T>
  void target_backward(Backward<T>& b) const {
    Matrix<T>* d_target = target.gradient(b);
    if (d_target == nullptr) return;
    const Matrix<T>& scores = b.input(logits);
    const std::size_t n = columns(scores);
    const T smooth = smoothing(b);
    for_each_row(rows(scores), exp_work * n, [&](std::size_t i) {
      const T* s = row(scores, i);
      const T g = b.gradient().data()[i] * target.weight_of(b, i);
      // p is at hand; its largest element gives log Σ exp(s) = s − log p without cancellation.
      const std::size_t top = static_cast<std::size_t>(std::max_element(s, s + n) - s);
      const T log_sum = s[top] - std::log(row(b.saved(probabilities), i)[top]);
      T sum = 0;
      for (std::size_t j = 0; j < n; ++j) sum += log_sum - s[j];
      for (std::size_t j = 0; j < n; ++j)
        row(*d_target, i)[j] += g * ((T(1) - smooth * static_cast<T>(n)) * (log_sum - s[j]) + smooth * sum);
    });
  }

  // What every class's target receives: ε / classes.
  template <class Context>
  typename Context::Number smoothing(Context& c) const {
    using T = typename Context::Number;
    return c.training() ? static_cast<T>(smoothing_ / static_cast<double>(c.type(logits).width)) : T(0);
  }

  double smoothing_ = 0.0;
};

ROWGRAD_LAYER(SoftmaxCE, "cross-entropy of softmax(logits) against a label or soft targets, in nats per row");

}  // namespace
}  // namespace rowgrad
