#include <cmath>

#include "core/parallel.hpp"
#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// y = weight · x̂ + bias with x̂ = (x − μ) / √(variance + ε), column by column (Ioffe & Szegedy 2015, algorithm 1). In
// training μ and the variance are those of the batch's rows, and running averages of them are kept as buffers (of the
// unbiased variance, as PyTorch does); otherwise they are the buffers.
//
// With h = weight · ∂L/∂y and ⟨·⟩ a mean over the rows: ∂L/∂x = (h − ⟨h⟩ − x̂ ⟨h x̂⟩) / √(variance + ε) in training.
class BatchNorm : public Layer {
 public:
  static constexpr Input x{0, "rows"};
  static constexpr Param weight{0, "weight"}, bias{1, "bias"};
  static constexpr Buffer running_mean{2, "running_mean"}, running_variance{3, "running_variance"};
  static constexpr Saved normalised{0};                // x̂ (n x d)
  static constexpr Saved mean{1}, inverse{2};          // μ and 1 / √(variance + ε), (1 x d)
  static constexpr Saved mean_g{3}, mean_g_normal{4};  // scratch of backward: ⟨g⟩ and ⟨g x̂⟩, (1 x d)

  void declare(Keys& keys) override {
    keys.add("epsilon", epsilon_, "added to the variance").above(0);
    keys.add("momentum", momentum_, "the share of each batch in the running statistics").range(0, 1);
  }

  ValueType output(const LayerInputs& in) const override {
    in.expect(x);
    return in.real(x);
  }

  std::vector<ParameterSpec> parameters(const LayerInputs& in) const override {
    const std::size_t d = in[x].width;
    return {{weight, 1, d, Init{"ones"}},
            {bias, 1, d, Init{"zeros"}},
            {running_mean, 1, d, Init{"zeros"}},
            {running_variance, 1, d, Init{"ones"}}};
  }

  std::vector<std::string> examples() const override { return {R"({"input": "x"})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& in = f.input(x);
    Matrix<T>& normals = f.saved(normalised);
    const std::size_t n = rows(in), d = columns(in);
    resize(normals, n, d);
    resize(f.saved(mean), 1, d);
    resize(f.saved(inverse), 1, d);
    if (f.training() && n > 0)
      measure(f);
    else
      recall(f);
    const T *mu = f.saved(mean).data(), *scale = f.saved(inverse).data();
    for_each_row(n, 2 * d, [&](std::size_t i) {
      const T* from = row(in, i);
      T* normal = row(normals, i);
      for (std::size_t j = 0; j < d; ++j) normal[j] = (from[j] - mu[j]) * scale[j];
      row_kernels<T>().affine(f.parameter(weight).data(), f.parameter(bias).data(), normal, row(f.output(), i), d);
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const Matrix<T>& g = b.gradient();
    const Matrix<T>& normals = b.saved(normalised);
    b.gradient(weight).add_product_sums(g, normals);
    b.gradient(bias).add_column_sums(g);
    Matrix<T>* d_input = b.input_gradient(x);
    if (d_input == nullptr) return;
    average_gradients(b);
    const T *w = b.parameter(weight).data(), *scale = b.saved(inverse).data();
    const T *average = b.saved(mean_g).data(), *along = b.saved(mean_g_normal).data();
    for_each_row(rows(g), 2 * columns(g), [&](std::size_t i) {
      const T *gi = row(g, i), *normal = row(normals, i);
      T* dx = row(*d_input, i);
      for (std::size_t j = 0; j < columns(g); ++j)
        dx[j] += w[j] * scale[j] * (gi[j] - average[j] - normal[j] * along[j]);
    });
  }

 private:
  // Statistics of this batch, which also move the running ones. Not in parallel: a column's sum goes row by row, and
  // threads that share out the columns read pieces of rows, which costs more than they gain (docs/performance.md).
  template <class T>
  void measure(Forward<T>& f) const {
    const Matrix<T>& in = f.input(x);
    const std::size_t n = rows(in), d = columns(in);
    const T share = T(1) / static_cast<T>(n), momentum = static_cast<T>(momentum_);
    T *mu = f.saved(mean).data(), *squares = f.saved(inverse).data();
    std::fill_n(mu, d, T(0));
    for (std::size_t i = 0; i < n; ++i) row_kernels<T>().axpy(share, row(in, i), mu, d);
    std::fill_n(squares, d, T(0));
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < d; ++j) {
        const T centred = row(in, i)[j] - mu[j];
        squares[j] += centred * centred;
      }
    }
    const T unbiased = T(1) / static_cast<T>(n > 1 ? n - 1 : 1);
    for (std::size_t j = 0; j < d; ++j) {
      T& average = f.buffer(running_mean).data()[j];
      T& variance = f.buffer(running_variance).data()[j];
      average += momentum * (mu[j] - average);
      variance += momentum * (squares[j] * unbiased - variance);
      squares[j] = T(1) / std::sqrt(squares[j] * share + static_cast<T>(epsilon_));
    }
  }

  // The running statistics.
  template <class T>
  void recall(Forward<T>& f) const {
    for (std::size_t j = 0; j < columns(f.input(x)); ++j) {
      f.saved(mean).data()[j] = f.parameter(running_mean).data()[j];
      f.saved(inverse).data()[j] = T(1) / std::sqrt(f.parameter(running_variance).data()[j] + static_cast<T>(epsilon_));
    }
  }

  // ⟨g⟩ and ⟨g x̂⟩ in training; zeros otherwise, as the statistics then do not depend on x.
  template <class T>
  static void average_gradients(Backward<T>& b) {
    const Matrix<T>& g = b.gradient();
    const std::size_t n = rows(g), d = columns(g);
    for (const Saved slot : {mean_g, mean_g_normal}) {
      resize(b.saved(slot), 1, d);
      set_zero(b.saved(slot));
    }
    if (!b.training()) return;
    const T share = T(1) / static_cast<T>(n);
    for (std::size_t i = 0; i < n; ++i) {
      row_kernels<T>().axpy(share, row(g, i), b.saved(mean_g).data(), d);
      row_kernels<T>().multiply_add(row(g, i), row(b.saved(normalised), i), b.saved(mean_g_normal).data(), d);
    }
    row_kernels<T>().scale(share, b.saved(mean_g_normal).data(), d);
  }

  double epsilon_ = 1e-5;
  double momentum_ = 0.1;
};

ROWGRAD_LAYER(BatchNorm, "each column normalised over the batch, with running statistics for evaluation");

}  // namespace
}  // namespace rowgrad
