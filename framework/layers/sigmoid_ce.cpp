#include <cmath>

#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// −log σ(s) for target 1 and −log σ(−s) for target 0, summed over a row's columns: with targets 1 and 0 for a pair's
// positive and negative scores, equation (2.sgns). Computed as max(∓s, 0) + log(1 + exp(−|s|)): stable for ±1e4.
class SigmoidCE : public Layer {
 public:
  void declare(Keys& keys) override {
    keys.add("target", target_, "the constant target, 0 or 1, when there is no label input").range(0, 1);
  }

  Signature output(const Wiring& in) const override {
    if (in.count() != 2) in.expect({"logits"});
    const Signature& logits = in.rows(0);
    if (in.count() == 2) {
      in.same_domain(0, 1);
      if (in.ids(1).width > 2)
        in.fail(fmt::format("labels go up to {}, expected 0 or 1", in.ids(1).width - 1),
                "use SoftmaxCE for several classes");
    }
    return {Kind::loss, logits.domain, 1};
  }

  std::vector<std::string> examples() const override {
    return {R"({"input": "x", "target": 1})", R"({"input": "x", "target": 0})", R"({"inputs": ["x", "code"]})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& logits = f.input(0);
    for (std::size_t i = 0; i < rows(logits); ++i) {
      const T q = target(f, i);
      T sum = 0;
      for (std::size_t j = 0; j < columns(logits); ++j) {
        const T s = row(logits, i)[j];
        sum += std::max(s, T(0)) - s * q + std::log1p(std::exp(-std::abs(s)));
      }
      f.output().data()[i] = sum;
    }
  }

  template <class T>
  void backward(Backward<T>& b) const {
    if (!b.wants(0)) return;
    const Matrix<T>& logits = b.input(0);
    for (std::size_t i = 0; i < rows(logits); ++i) {
      const T q = target(b, i);
      const T g = b.gradient().data()[i];
      for (std::size_t j = 0; j < columns(logits); ++j) {
        const T s = row(logits, i)[j];
        row(b.input_gradient(0), i)[j] += g * (T(1) / (T(1) + std::exp(-s)) - q);
      }
    }
  }

 private:
  template <class Context>
  auto target(Context& c, std::size_t i) const {
    using T = std::remove_cvref_t<decltype(c.input(0).data()[0])>;
    return has_label(c) ? static_cast<T>(c.ids(1)[i]) : static_cast<T>(target_);
  }
  template <class Context>
  static bool has_label(Context& c) {
    return c.input_count() == 2;
  }

  double target_ = 1.0;
};

ROWGRAD_LAYER(SigmoidCE, "binary cross-entropy of σ(logits), in nats per row, summed over columns");

}  // namespace
}  // namespace rowgrad
