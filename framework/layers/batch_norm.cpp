#include <cmath>

#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// y = weight · x̂ + bias with x̂ = (x − μ) / √(variance + ε), column by column (Ioffe & Szegedy 2015, algorithm 1). In
// training μ and the variance are those of the batch's rows, and running averages of them are kept as buffers (of the
// unbiased variance, as PyTorch does); otherwise they are the buffers.
//
// With h = weight · dL/dy and ⟨·⟩ a mean over the rows: dL/dx = (h − ⟨h⟩ − x̂ ⟨h x̂⟩) / √(variance + ε) in training.
class BatchNorm : public Layer {
 public:
  void declare(Keys& keys) override {
    keys.add("epsilon", epsilon_, "added to the variance").above(0);
    keys.add("momentum", momentum_, "the share of each batch in the running statistics").range(0, 1);
  }

  Signature output(const Wiring& in) const override {
    in.expect({"rows"});
    return in.rows(0);
  }

  std::vector<ParameterSpec> parameters(const Wiring& in) const override {
    const std::size_t d = in[0].width;
    return {{"weight", 1, d, {"ones"}},
            {"bias", 1, d, {"zeros"}},
            {"running_mean", 1, d, {"zeros"}, /*trainable=*/false},
            {"running_variance", 1, d, {"ones"}, /*trainable=*/false}};
  }

  std::vector<std::string> examples() const override { return {R"({"input": "x"})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& x = f.input(0);
    const std::size_t n = rows(x), d = columns(x);
    Matrix<T>& normal = f.keep(normalised);
    Matrix<T>& mean = f.keep(batch_mean);
    Matrix<T>& inverse = f.keep(inverse_deviation);
    resize(normal, n, d);
    resize(mean, 1, d);
    resize(inverse, 1, d);
    if (f.training() && n > 0)
      measure(f, mean, inverse);
    else
      recall(f, mean, inverse);
    for (std::size_t i = 0; i < n; ++i) {
      const T* from = row(x, i);
      T* to = row(normal, i);
      for (std::size_t j = 0; j < d; ++j) to[j] = (from[j] - mean.data()[j]) * inverse.data()[j];
      row_kernels<T>().affine(f.parameter(weight).data(), f.parameter(bias).data(), to, row(f.output(), i), d);
    }
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const Matrix<T>& g = b.gradient();
    const Matrix<T>& normal = b.kept(normalised);
    b.parameter_gradient(weight).add_product_sums(g, normal);
    b.parameter_gradient(bias).add_column_sums(g);
    if (!b.wants(0)) return;
    const std::size_t n = rows(g), d = columns(g);
    auto sum = zeros<T>(1, d), along = zeros<T>(1, d);
    if (b.training()) {
      for (std::size_t i = 0; i < n; ++i) {
        row_kernels<T>().axpy(T(1) / static_cast<T>(n), row(g, i), sum.data(), d);
        row_kernels<T>().multiply_add(row(g, i), row(normal, i), along.data(), d);
      }
      row_kernels<T>().scale(T(1) / static_cast<T>(n), along.data(), d);
    }
    const T* w = b.parameter(weight).data();
    const T* inverse = b.kept(inverse_deviation).data();
    for (std::size_t i = 0; i < n; ++i) {
      T* dx = row(b.input_gradient(0), i);
      for (std::size_t j = 0; j < d; ++j)
        dx[j] += w[j] * inverse[j] * (row(g, i)[j] - sum.data()[j] - row(normal, i)[j] * along.data()[j]);
    }
  }

 private:
  enum ParameterIndex : std::size_t { weight, bias, running_mean, running_variance };
  enum Slot : std::size_t { normalised, batch_mean, inverse_deviation };

  // Statistics of this batch, which also move the running ones.
  template <class T>
  void measure(Forward<T>& f, Matrix<T>& mean, Matrix<T>& inverse) const {
    const Matrix<T>& x = f.input(0);
    const std::size_t n = rows(x), d = columns(x);
    const T share = T(1) / static_cast<T>(n), momentum = static_cast<T>(momentum_);
    mean.fill(T(0));
    for (std::size_t i = 0; i < n; ++i) row_kernels<T>().axpy(share, row(x, i), mean.data(), d);
    inverse.fill(T(0));
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < d; ++j) {
        const T centred = row(x, i)[j] - mean.data()[j];
        inverse.data()[j] += centred * centred;
      }
    }
    const T unbiased = T(1) / static_cast<T>(n > 1 ? n - 1 : 1);
    for (std::size_t j = 0; j < d; ++j) {
      const T squares = inverse.data()[j];
      T& average = f.buffer(running_mean).data()[j];
      T& variance = f.buffer(running_variance).data()[j];
      average += momentum * (mean.data()[j] - average);
      variance += momentum * (squares * unbiased - variance);
      inverse.data()[j] = T(1) / std::sqrt(squares * share + static_cast<T>(epsilon_));
    }
  }

  template <class T>
  void recall(Forward<T>& f, Matrix<T>& mean, Matrix<T>& inverse) const {
    for (std::size_t j = 0; j < columns(mean); ++j) {
      mean.data()[j] = f.parameter(running_mean).data()[j];
      inverse.data()[j] = T(1) / std::sqrt(f.parameter(running_variance).data()[j] + static_cast<T>(epsilon_));
    }
  }

  double epsilon_ = 1e-5;
  double momentum_ = 0.1;
};

ROWGRAD_LAYER(BatchNorm, "each column normalised over the batch, with running statistics for evaluation");

}  // namespace
}  // namespace rowgrad
