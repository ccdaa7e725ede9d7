#include <cmath>

#include "core/parallel.hpp"
#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// −log σ(s) for target 1 and −log σ(−s) for target 0, summed over a row's columns: with targets 1 and 0 for a pair's
// positive and negative scores, equation (2.sgns). Computed as max(s, 0) − s·q + log(1 + exp(−|s|)) for target q:
// stable for ±1e4. The derivative is σ(s) − q.
class SigmoidCE : public Layer {
 public:
  static constexpr Input logits{0, "logits"}, label{1, "label"};  // the label may be left out

  void declare(Keys& keys) override {
    keys.add("target", target_, "the constant target, 0 or 1, when there is no label input").range(0, 1);
  }

  ValueType output(const LayerInputs& in) const override {
    if (in.count() != 2) in.expect(logits);
    const ValueType& type = in.real(logits);
    if (in.has(label)) {
      in.same_space(logits, label);
      if (in.ids(label).width > 2)
        in.fail(fmt::format("labels go up to {}, expected 0 or 1", in[label].width - 1),
                "use SoftmaxCE for several classes");
    }
    return {Kind::loss, type.space, 1};
  }

  bool decides() const override { return true; }

  std::vector<std::string> examples() const override {
    return {R"({"input": "x", "target": 1})", R"({"input": "x", "target": 0})", R"({"inputs": ["x", "code"]})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& scores = f.input(logits);
    for_each_row(rows(scores), work_of_row(scores), [&](std::size_t i) {
      const T q = target(f, i);
      T sum = 0;
      for (std::size_t j = 0; j < columns(scores); ++j) {
        const T s = row(scores, i)[j];
        sum += std::max(s, T(0)) - s * q + std::log1p(std::exp(-std::abs(s)));
      }
      f.output().data()[i] = sum;
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    Matrix<T>* d_scores = b.input_gradient(logits);
    if (d_scores == nullptr) return;
    const Matrix<T>& scores = b.input(logits);
    for_each_row(rows(scores), work_of_row(scores), [&](std::size_t i) {
      const T q = target(b, i);
      const T g = b.gradient().data()[i];
      for (std::size_t j = 0; j < columns(scores); ++j) {
        const T s = row(scores, i)[j];
        row(*d_scores, i)[j] += g * (T(1) / (T(1) + std::exp(-s)) - q);
      }
    });
  }

 private:
  // Of exp and log1p, each by the standard library.
  template <class T>
  static std::size_t work_of_row(const Matrix<T>& scores) {
    return 8 * exp_work * columns(scores);
  }

  template <class Context>
  typename Context::Number target(Context& c, std::size_t i) const {
    using T = typename Context::Number;
    return c.has(label) ? static_cast<T>(c.ids(label)[i]) : static_cast<T>(target_);
  }

  double target_ = 1.0;
};

ROWGRAD_LAYER(SigmoidCE, "binary cross-entropy of σ(logits), in nats per row, summed over columns");

}  // namespace
}  // namespace rowgrad
