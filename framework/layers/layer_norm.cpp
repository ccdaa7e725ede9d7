#include <cmath>

#include "core/parallel.hpp"
#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// y = weight · x̂ + bias with x̂ = (x − μ) / σ, where LayerNorm (Ba et al. 2016, eq. 4) takes μ and σ = √(variance + ε)
// over each row, and RMSNorm (Zhang & Sennrich 2019, eq. 4) leaves out μ and bias.
//
// With h = weight · dL/dy and ⟨·⟩ a mean over the row: dL/dx = (h − ⟨h⟩ − x̂ ⟨h x̂⟩) / σ; RMSNorm has no ⟨h⟩.
class RowNorm : public Layer {
 public:
  void declare(Keys& keys) override {
    keys.add("epsilon", epsilon_, "added to the variance").above(0);
    if (centred_) keys.add("bias", bias_, "add a bias, which starts at zero");
  }

  Signature output(const Wiring& in) const override {
    in.expect({"rows"});
    return in.rows(0);
  }

  std::vector<ParameterSpec> parameters(const Wiring& in) const override {
    std::vector<ParameterSpec> specs{{"weight", 1, in[0].width, {"ones"}}};
    if (bias_) specs.push_back({"bias", 1, in[0].width, {"zeros"}});
    return specs;
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& x = f.input(0);
    const std::size_t d = columns(x);
    Matrix<T>& normal = f.keep(0);
    Matrix<T>& inverse = f.keep(1);
    resize(normal, rows(x), d);
    resize(inverse, rows(x), 1);
    const T* bias = bias_ ? f.parameter(1).data() : nullptr;
    parallel_for(rows(x), rows_per_block(d), [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        inverse.data()[i] =
            row_kernels<T>().normalise(row(x, i), centred_, static_cast<T>(epsilon_), row(normal, i), d);
        row_kernels<T>().affine(f.parameter(0).data(), bias, row(normal, i), row(f.output(), i), d);
      }
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const Matrix<T>& g = b.gradient();
    const Matrix<T>& normal = b.kept(0);
    const std::size_t d = columns(g);
    b.parameter_gradient(0).add_product_sums(g, normal);
    if (bias_) b.parameter_gradient(1).add_column_sums(g);
    if (!b.wants(0)) return;
    parallel_for(rows(g), rows_per_block(d), [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        row_kernels<T>().normalise_gradient(row(g, i), b.parameter(0).data(), row(normal, i), b.kept(1).data()[i],
                                            centred_, row(b.input_gradient(0), i), d);
      }
    });
  }

 protected:
  explicit RowNorm(bool centred) : centred_(centred), bias_(centred) {}

 private:
  static std::size_t rows_per_block(std::size_t d) { return std::max<std::size_t>(16, (std::size_t{1} << 14) / d); }

  bool centred_, bias_;
  double epsilon_ = 1e-5;
};

class LayerNorm : public RowNorm {
 public:
  LayerNorm() : RowNorm(true) {}
  std::vector<std::string> examples() const override {
    return {R"({"input": "x"})", R"({"input": "x", "bias": false})"};
  }
};

class RMSNorm : public RowNorm {
 public:
  RMSNorm() : RowNorm(false) {}
  std::vector<std::string> examples() const override { return {R"({"input": "x"})"}; }
};

ROWGRAD_LAYER(LayerNorm, "each row with its mean taken away, divided by its standard deviation, then scaled by column");
ROWGRAD_LAYER(RMSNorm, "each row divided by its root mean square, then scaled by column");

}  // namespace
}  // namespace rowgrad
