// RowNorm: each row normalised by itself: y = weight · x̂ + bias with x̂ = (x − μ) / σ, column by column.
//
// LayerNorm takes μ and σ = √(variance + ε) over the row; RMSNorm takes μ = 0, σ = √(⟨x²⟩ + ε) and no bias.
// With h = weight · ∂L/∂y and ⟨·⟩ a mean over the row: ∂L/∂x = (h − ⟨h⟩ − x̂ ⟨h x̂⟩) / σ, without ⟨h⟩ for RMSNorm.
#pragma once

#include "core/parallel.hpp"
#include "graph/layer.hpp"

namespace rowgrad {

class RowNorm : public Layer {
 public:
  static constexpr Input x{0, "rows"};
  static constexpr Param weight{0, "weight"}, bias{1, "bias"};
  static constexpr Saved normal{0}, inverse{1};  // x̂ (n x d) and 1/σ (n x 1)

  void declare(Keys& keys) override { keys.add("epsilon", epsilon_, "added to the variance").above(0); }

  ValueType output(const LayerInputs& in) const override {
    in.expect(x);
    return in.real(x);
  }

  std::vector<ParameterSpec> parameters(const LayerInputs& in) const override {
    std::vector<ParameterSpec> specs{{weight, 1, in[x].width, Init{"ones"}}};
    if (has_bias_) specs.push_back({bias, 1, in[x].width, Init{"zeros"}});
    return specs;
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& in = f.input(x);
    const std::size_t d = columns(in);
    Matrix<T>& normals = f.saved(normal);
    Matrix<T>& inverses = f.saved(inverse);
    resize(normals, rows(in), d);
    resize(inverses, rows(in), 1);
    const T* w = f.parameter(weight).data();
    const T* shift = f.has(bias) ? f.parameter(bias).data() : nullptr;
    for_each_row(rows(in), 4 * d, [&](std::size_t i) {
      inverses.data()[i] =
          row_kernels<T>().normalise(row(in, i), centred_, static_cast<T>(epsilon_), row(normals, i), d);
      row_kernels<T>().affine(w, shift, row(normals, i), row(f.output(), i), d);
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const Matrix<T>& g = b.gradient();
    const Matrix<T>& normals = b.saved(normal);
    b.gradient(weight).add_product_sums(g, normals);
    if (b.has(bias)) b.gradient(bias).add_column_sums(g);
    Matrix<T>* dx = b.input_gradient(x);
    if (dx == nullptr) return;
    const std::size_t d = columns(g);
    const T *w = b.parameter(weight).data(), *inverses = b.saved(inverse).data();
    for_each_row(rows(g), 4 * d, [&](std::size_t i) {
      row_kernels<T>().normalise_gradient(row(g, i), w, row(normals, i), inverses[i], centred_, row(*dx, i), d);
    });
  }

 protected:
  /// `centred`: whether μ is the row's mean rather than 0.
  explicit RowNorm(bool centred) : has_bias_(centred), centred_(centred) {}

  bool has_bias_;

 private:
  bool centred_;
  double epsilon_ = 1e-5;
};

}  // namespace rowgrad
