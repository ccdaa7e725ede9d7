#include <cmath>

#include "core/parallel.hpp"
#include "graph/layer.hpp"
#include "layers/affine.hpp"

namespace rowgrad {
namespace {

// Multi-head self-attention among the rows of each segment (Vaswani et al. 2017, section 3.2): q, k, v = x·qkvᵀ + bias,
// cut into heads; per head softmax(q kᵀ / √width) v; the heads side by side, mapped by the projection. With `causal` a
// row sees itself and earlier rows only. Segments are ragged: there is no padding to mask.
class Attention : public Layer {
 public:
  void declare(Keys& keys) override {
    keys.add("heads", heads_, "how many; they share the input's width").at_least(1);
    keys.add("causal", causal_, "rows see only themselves and earlier rows of their segment");
    keys.add("bias", bias_, "add biases to both maps");
    keys.add("init", init_, "how both weights start");
  }

  Signature output(const Wiring& in) const override {
    in.expect({"rows"});
    const Signature& x = in.grouped(0);
    if (x.width % heads_ != 0) {
      in.fail(fmt::format("a width of {} cannot be cut into {} heads", x.width, heads_),
              "make the width a multiple of \"heads\"");
    }
    return x;
  }

  std::vector<ParameterSpec> parameters(const Wiring& in) const override {
    const std::size_t d = in[0].width;
    std::vector<ParameterSpec> specs{{"qkv", 3 * d, d, init_}, {"projection", d, d, init_}};
    if (bias_) {
      specs.push_back({"qkv_bias", 1, 3 * d, {"zeros"}});
      specs.push_back({"projection_bias", 1, d, {"zeros"}});
    }
    return specs;
  }

  std::vector<std::string> examples() const override {
    return {R"({"input": "x", "heads": 2})", R"({"input": "x", "heads": 1, "causal": true, "bias": false})",
            R"({"input": "fixed", "heads": 4, "causal": true})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    affine(f.input(0), f.parameter(qkv), bias_ ? &f.parameter(qkv_bias) : nullptr, f.keep(mapped));
    const Matrix<T>& qkv_rows = f.keep(mapped);
    Matrix<T>& heads_out = f.keep(mixed);
    Matrix<T>& weights = f.keep(probabilities);
    const Shape shape = shape_of(f);
    resize(heads_out, rows(qkv_rows), shape.d);
    resize(weights, rows(qkv_rows), heads_ * shape.longest);
    const auto& kernel = row_kernels<T>();
    const T scale = static_cast<T>(shape.scale);
    for_each_head(f, shape, [&](std::size_t first, std::size_t last, std::size_t head) {
      const T* q = qkv_rows.data() + head * shape.width;
      const T* k = q + shape.d;
      const T* v = k + shape.d;
      for (std::size_t i = first; i < last; ++i) {
        const std::size_t seen = causal_ ? i - first + 1 : last - first;
        T* p = row(weights, i) + head * shape.longest;
        for (std::size_t j = 0; j < seen; ++j)
          p[j] = scale * kernel.dot(q + i * shape.stride, k + (first + j) * shape.stride, shape.width);
        kernel.softmax(p, p, seen);
        T* out = row(heads_out, i) + head * shape.width;
        kernel.scaled_copy(p[0], v + first * shape.stride, out, shape.width);
        for (std::size_t j = 1; j < seen; ++j) kernel.axpy(p[j], v + (first + j) * shape.stride, out, shape.width);
      }
    });
    affine(heads_out, f.parameter(projection), bias_ ? &f.parameter(projection_bias) : nullptr, f.output());
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const Matrix<T>& g = b.gradient();
    Matrix<T>& d_mixed = b.kept(mixed);  // takes the place of the heads' output once that is used
    b.parameter_gradient(projection).add_product(g, b.kept(mixed));
    if (bias_) b.parameter_gradient(projection_bias).add_column_sums(g);
    matmul(g, b.parameter(projection), d_mixed, /*accumulate=*/false);
    attend_backward(b, d_mixed, b.kept(d_mapped));
    add_affine_gradient(b.kept(d_mapped), b.input(0), b.parameter(qkv), b.parameter_gradient(qkv),
                        bias_ ? &b.parameter_gradient(qkv_bias) : nullptr, b.wants(0) ? &b.input_gradient(0) : nullptr);
  }

 private:
  enum ParameterIndex : std::size_t { qkv, projection, qkv_bias, projection_bias };
  enum Slot : std::size_t { mapped, mixed, probabilities, d_mapped };

  struct Shape {
    std::size_t d, width, stride, longest;  // of x; of a head; between rows of q, k, v; rows of the longest segment
    double scale;
  };

  template <class Context>
  Shape shape_of(Context& c) const {
    const Domain& domain = *c.signature(0).domain;
    std::size_t longest = 0;
    for (std::size_t s = 0; s < c.batch().rows(*domain.group); ++s) {
      const auto [first, last] = c.batch().segment(domain, s);
      longest = std::max<std::size_t>(longest, last - first);
    }
    const std::size_t d = c.signature().width;
    return {d, d / heads_, 3 * d, longest, 1.0 / std::sqrt(static_cast<double>(d / heads_))};
  }

  // work(first row, one past the last, head), segments in parallel. Blocks hold a fixed number of segments.
  template <class Context, class F>
  void for_each_head(Context& c, const Shape& shape, F&& work) const {
    const Domain& domain = *c.signature(0).domain;
    const std::size_t block = std::max<std::size_t>(1, (std::size_t{1} << 14) / (shape.longest * shape.d + 1));
    parallel_for(c.batch().rows(*domain.group), block, [&](std::size_t from, std::size_t to) {
      for (std::size_t s = from; s < to; ++s) {
        const auto [first, last] = c.batch().segment(domain, s);
        for (std::size_t head = 0; head < heads_; ++head) work(first, last, head);
      }
    });
  }

  // With w = softmax(s): dL/ds = w ∘ (dL/dw − ⟨w, dL/dw⟩).
  template <class T>
  void attend_backward(Backward<T>& b, const Matrix<T>& g, Matrix<T>& d_qkv) const {
    const Matrix<T>& qkv_rows = b.kept(mapped);
    const Matrix<T>& weights = b.kept(probabilities);
    const Shape shape = shape_of(b);
    resize(d_qkv, rows(qkv_rows), 3 * shape.d);
    d_qkv.fill(T(0));
    const auto& kernel = row_kernels<T>();
    for_each_head(b, shape, [&](std::size_t first, std::size_t last, std::size_t head) {
      const T* q = qkv_rows.data() + head * shape.width;
      const T* k = q + shape.d;
      const T* v = k + shape.d;
      T* dq = d_qkv.data() + head * shape.width;
      T* dk = dq + shape.d;
      T* dv = dk + shape.d;
      thread_local std::vector<T> slope;
      slope.resize(shape.longest);
      for (std::size_t i = first; i < last; ++i) {
        const std::size_t seen = causal_ ? i - first + 1 : last - first;
        const T* p = row(weights, i) + head * shape.longest;
        const T* gi = row(g, i) + head * shape.width;
        for (std::size_t j = 0; j < seen; ++j) {
          slope[j] = kernel.dot(gi, v + (first + j) * shape.stride, shape.width);
          kernel.axpy(p[j], gi, dv + (first + j) * shape.stride, shape.width);
        }
        const T mean = kernel.dot(p, slope.data(), seen);
        for (std::size_t j = 0; j < seen; ++j) {
          const T ds = static_cast<T>(shape.scale) * p[j] * (slope[j] - mean);
          kernel.axpy(ds, k + (first + j) * shape.stride, dq + i * shape.stride, shape.width);
          kernel.axpy(ds, q + i * shape.stride, dk + (first + j) * shape.stride, shape.width);
        }
      }
    });
  }

  std::size_t heads_ = 1;
  bool causal_ = false;
  bool bias_ = true;
  Init init_{"xavier", 0.0};
};

ROWGRAD_LAYER(Attention, "multi-head self-attention among the rows of each segment");

}  // namespace
}  // namespace rowgrad
