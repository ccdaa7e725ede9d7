#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// −log p_y with p = softmax(logits), per row. Computed as log Σ exp(s) − s_y from the maximum down, so that logits of
// ±1e4 neither overflow nor give NaN. The gradient is p − q, q being one-hot at the label: bounded by 1, sum zero.
class SoftmaxCE : public Layer {
 public:
  Signature output(const Wiring& in) const override {
    in.expect({"logits", "label"});
    const Signature& logits = in.rows(0);
    const Signature& label = in.ids(1);
    in.same_domain(0, 1);
    if (logits.width != label.width) {
      in.fail(fmt::format("there are {} logits for {} classes", logits.width, label.width),
              "make the logits' width equal to the number of classes");
    }
    return {Kind::loss, logits.domain, 1};
  }

  bool classifies() const override { return true; }

  std::vector<std::string> examples() const override { return {R"({"inputs": ["x", "class"]})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& logits = f.input(0);
    const std::size_t n = columns(logits);
    Matrix<T>& p = f.keep(0);
    resize(p, rows(logits), n);
    for (std::size_t i = 0; i < rows(logits); ++i) {
      const T log_sum = row_kernels<T>().softmax(row(logits, i), row(p, i), n);
      f.output().data()[i] = log_sum - row(logits, i)[f.ids(1)[i]];
    }
  }

  template <class T>
  void backward(Backward<T>& b) const {
    if (!b.wants(0)) return;
    const Matrix<T>& p = b.kept(0);
    Matrix<T>& d_logits = b.input_gradient(0);
    for (std::size_t i = 0; i < rows(p); ++i) {
      const T g = b.gradient().data()[i];
      row_kernels<T>().axpy(g, row(p, i), row(d_logits, i), columns(p));
      row(d_logits, i)[b.ids(1)[i]] -= g;
    }
  }
};

ROWGRAD_LAYER(SoftmaxCE, "cross-entropy of softmax(logits) against a label, in nats per row");

}  // namespace
}  // namespace rowgrad
