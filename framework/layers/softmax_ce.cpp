#include <algorithm>
#include <cmath>

#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// −Σ q_j log p_j with p = softmax(logits), per row. q is one-hot at the label y, or given as rows: soft targets. In
// training `label_smoothing` ε moves it to (1 − ε) q + ε / classes (Szegedy et al. 2016, section 7). Computed as
// log Σ exp(s) − Σ q_j s_j from the maximum down, so that logits of ±1e4 neither overflow nor give NaN. The gradient is
// p − q: bounded by 1, sum zero. A third input multiplies each row's loss: example or class weights.
class SoftmaxCE : public Layer {
 public:
  void declare(Keys& keys) override {
    keys.add("label_smoothing", smoothing_, "share of the target that goes to all classes alike, in training only")
        .range(0, 1);
  }

  Signature output(const Wiring& in) const override {
    if (in.count() != 3) in.expect({"logits", "label"});
    const Signature& logits = in.rows(0);
    const Signature& label = in[1].kind == Kind::ids ? in.ids(1) : in.rows(1);
    in.same_domain(0, 1);
    if (logits.width != label.width) {
      in.fail(fmt::format("there are {} logits for {} classes", logits.width, label.width),
              "make the logits' width equal to the number of classes");
    }
    if (in.count() == 3) {
      in.same_domain(0, 2);
      if (in.rows(2).width != 1) in.fail(fmt::format("the weight has width {}, expected 1", in.rows(2).width));
    }
    return {Kind::loss, logits.domain, 1};
  }

  bool classifies() const override { return true; }

  std::vector<std::string> examples() const override {
    return {R"({"inputs": ["x", "class"]})", R"({"inputs": ["x", "class"], "label_smoothing": 0.1})",
            R"({"inputs": ["x", "class", "weight"]})", R"({"inputs": ["x", "y", "weight"], "label_smoothing": 0.1})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& logits = f.input(0);
    const std::size_t n = columns(logits);
    const T smooth = smoothing<T>(f, n);
    Matrix<T>& p = f.keep(0);
    resize(p, rows(logits), n);
    Matrix<T>& unweighted = f.keep(1);
    resize(unweighted, rows(logits), 1);
    for (std::size_t i = 0; i < rows(logits); ++i) {
      const T* s = row(logits, i);
      const T log_sum = row_kernels<T>().softmax(s, row(p, i), n);
      T loss = 0, mass = 0;  // of log Σ exp(s) − s_j, which is never negative: no cancellation
      for_each_target(f, i, [&](std::size_t j, T q) {
        loss += q * (log_sum - s[j]);
        mass += q;
      });
      if (smooth > T(0)) {
        T sum = 0;
        for (std::size_t j = 0; j < n; ++j) sum += log_sum - s[j];
        loss = (T(1) - smooth * static_cast<T>(n)) * loss + smooth * mass * sum;
      }
      unweighted.data()[i] = loss;
      f.output().data()[i] = weight(f, i) * loss;
    }
  }

  template <class T>
  void backward(Backward<T>& b) const {
    if (b.input_count() == 3 && b.wants(2)) {
      for (std::size_t i = 0; i < rows(b.gradient()); ++i)
        b.input_gradient(2).data()[i] += b.gradient().data()[i] * b.kept(1).data()[i];
    }
    if (b.signature(1).kind == Kind::rows && b.wants(1)) target_backward(b);
    if (!b.wants(0)) return;
    const Matrix<T>& p = b.kept(0);
    const std::size_t n = columns(p);
    const T smooth = smoothing<T>(b, n);
    for (std::size_t i = 0; i < rows(p); ++i) {
      const T g = b.gradient().data()[i] * weight(b, i);
      T* d = row(b.input_gradient(0), i);
      T mass = 0;
      for_each_target(b, i, [&](std::size_t j, T q) {
        mass += q;
        d[j] -= g * (T(1) - smooth * static_cast<T>(n)) * q;
      });
      row_kernels<T>().axpy(g * mass, row(p, i), d, n);
      for (std::size_t j = 0; smooth > T(0) && j < n; ++j) d[j] -= g * smooth * mass;
    }
  }

 private:
  // f(class, q) for the classes whose target is not zero.
  template <class Context, class F>
  static void for_each_target(Context& c, std::size_t i, F&& f) {
    using T = std::remove_cvref_t<decltype(c.input(0).data()[0])>;
    if (c.signature(1).kind == Kind::ids) return f(std::size_t{c.ids(1)[i]}, T(1));
    const T* q = row(c.input(1), i);
    for (std::size_t j = 0; j < columns(c.input(1)); ++j) f(j, q[j]);
  }

  // Soft targets may come from a layer, such as a teacher's softmax: dL/dq_j = log Σ exp(s) − s_j.
  template <class T>
  void target_backward(Backward<T>& b) const {
    const Matrix<T>& logits = b.input(0);
    const std::size_t n = columns(logits);
    const T smooth = smoothing<T>(b, n);
    for (std::size_t i = 0; i < rows(logits); ++i) {
      const T* s = row(logits, i);
      const T g = b.gradient().data()[i] * weight(b, i);
      // p is at hand; its largest element gives log Σ exp(s) = s − log p without cancellation.
      const std::size_t top = static_cast<std::size_t>(std::max_element(s, s + n) - s);
      const T log_sum = s[top] - std::log(row(b.kept(0), i)[top]);
      T sum = 0;
      for (std::size_t j = 0; j < n; ++j) sum += log_sum - s[j];
      for (std::size_t j = 0; j < n; ++j) {
        row(b.input_gradient(1), i)[j] += g * ((T(1) - smooth * static_cast<T>(n)) * (log_sum - s[j]) + smooth * sum);
      }
    }
  }

  // What every class's target receives: ε / classes.
  template <class T, class Context>
  T smoothing(Context& c, std::size_t classes) const {
    return c.training() ? static_cast<T>(smoothing_ / static_cast<double>(classes)) : T(0);
  }
  template <class Context>
  static auto weight(Context& c, std::size_t i) {
    using T = std::remove_cvref_t<decltype(c.input(0).data()[0])>;
    return c.input_count() == 3 ? c.input(2).data()[i] : T(1);
  }

  double smoothing_ = 0.0;
};

ROWGRAD_LAYER(SoftmaxCE, "cross-entropy of softmax(logits) against a label or soft targets, in nats per row");

}  // namespace
}  // namespace rowgrad
