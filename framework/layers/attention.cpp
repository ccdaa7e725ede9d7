#include <cmath>
#include <span>

#include "core/parallel.hpp"
#include "graph/layer.hpp"
#include "layers/affine.hpp"
#include "layers/attention_weights.hpp"

namespace rowgrad {
namespace {

// Multi-head self-attention among the rows of each segment (Vaswani et al. 2017, section 3.2): q, k, v = x·qkvᵀ + bias,
// cut into heads; per head softmax(q kᵀ / √width) v; the heads side by side, mapped by the projection. With `causal` a
// row sees itself and earlier rows only. Segments are ragged: there is no padding to mask.
class Attention : public Layer, public AttentionWeights {
 public:
  static constexpr Input x{0, "rows"};
  static constexpr Param qkv{0, "qkv"}, projection{1, "projection"};  // (3d x d), (d x d)
  static constexpr Param qkv_bias{2, "qkv_bias"}, projection_bias{3, "projection_bias"};
  static constexpr Saved mapped{0};         // q, k, v side by side (n x 3d)
  static constexpr Saved mixed{1};          // the heads' results (n x d), whose gradient takes its place in backward
  static constexpr Saved probabilities{2};  // by segment and head, what each row gives to those it sees (1 x total)
  static constexpr Saved d_mapped{3};       // scratch of backward: the gradient of q, k, v

  void declare(Keys& keys) override {
    keys.add("heads", heads_, "how many; they share the input's width").at_least(1);
    keys.add("causal", causal_, "rows see only themselves and earlier rows of their segment");
    keys.add("bias", bias_, "add biases to both maps");
    keys.add("init", init_, "how both weights start");
  }

  ValueType output(const LayerInputs& in) const override {
    in.expect(x);
    in.real(x);
    const ValueType& type = in.grouped(x);
    if (type.width % heads_ != 0) {
      in.fail(fmt::format("a width of {} cannot be cut into {} heads", type.width, heads_),
              "make the width a multiple of \"heads\"");
    }
    return type;
  }

  std::vector<ParameterSpec> parameters(const LayerInputs& in) const override {
    const std::size_t d = in[x].width;
    std::vector<ParameterSpec> specs{{qkv, 3 * d, d, init_}, {projection, d, d, init_}};
    if (bias_) {
      specs.push_back({qkv_bias, 1, 3 * d, Init{"zeros"}});
      specs.push_back({projection_bias, 1, d, Init{"zeros"}});
    }
    return specs;
  }

  std::vector<std::string> examples() const override {
    return {R"({"input": "x", "heads": 2})", R"({"input": "x", "heads": 1, "causal": true, "bias": false})",
            R"({"input": "fixed", "heads": 4, "causal": true})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    affine(f, f.input(x), qkv, qkv_bias, f.saved(mapped));
    attend(f, f.saved(mapped), f.saved(mixed), f.saved(probabilities));
    affine(f, f.saved(mixed), projection, projection_bias, f.output());
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const Matrix<T>& g = b.gradient();
    Matrix<T>& d_mixed = b.saved(mixed);
    b.gradient(projection).add_product(g, b.saved(mixed));
    if (b.has(projection_bias)) b.gradient(projection_bias).add_column_sums(g);
    matmul(g, b.parameter(projection), d_mixed, /*accumulate=*/false);
    attend_backward(b, d_mixed, b.saved(d_mapped));
    add_affine_gradient(b, b.saved(d_mapped), b.input(x), qkv, qkv_bias, b.input_gradient(x));
  }

  std::vector<Matrix<float>> weights_by_head(LayerContext<float>& pass, std::size_t segment) const override {
    std::vector<std::size_t> places;
    const Sizes sizes = sizes_of(pass, places);
    const auto [first, last] = pass.batch().segment(*pass.type(x).space, segment);
    const Share share{first, last, 0, 0};
    const float* p = pass.saved(probabilities).data() + sizes.places[segment];
    std::vector<Matrix<float>> heads(heads_, zeros<float>(last - first, last - first));
    for (Matrix<float>& head : heads) {
      for (std::size_t i = 0; i < rows(head); p += seen(share, i), ++i) std::copy_n(p, seen(share, i), row(head, i));
    }
    return heads;
  }

 private:
  struct Sizes {
    std::size_t d, width, stride, longest;  // of x; of a head; between rows of q, k, v; rows of the longest segment
    double scale;                           // 1/√width
    std::span<const std::size_t> places;    // by segment, where its probabilities begin; and their number in all
  };

  // Rows [first, last) of a segment and one head.
  struct Share {
    std::size_t first, last, head;
    std::size_t place;  // of its probabilities
  };

  // The rows that row i sees, the first of its segment being 0.
  std::size_t seen(const Share& share, std::size_t i) const { return causal_ ? i + 1 : share.last - share.first; }
  // How many probabilities come before those of row i.
  std::size_t seen_before(const Share& share, std::size_t i) const {
    return causal_ ? i * (i + 1) / 2 : i * (share.last - share.first);
  }

  // p = softmax(q kᵀ / √width), out = p v.
  template <class T>
  void attend(Forward<T>& f, const Matrix<T>& qkv_rows, Matrix<T>& out, Matrix<T>& weights) const {
    thread_local std::vector<std::size_t> places;
    const Sizes sizes = sizes_of(f, places);
    resize(out, rows(qkv_rows), sizes.d);
    resize(weights, 1, sizes.places.back());
    const auto& kernel = row_kernels<T>();
    const T scale = static_cast<T>(sizes.scale);
    for_each_head(f, sizes, [&](const Share& share) {
      const T* q = qkv_rows.data() + share.first * sizes.stride + share.head * sizes.width;
      const T* k = q + sizes.d;
      const T* v = k + sizes.d;
      for (std::size_t i = 0; i < share.last - share.first; ++i) {
        const std::size_t n = seen(share, i);
        T* p = weights.data() + share.place + seen_before(share, i);
        for (std::size_t j = 0; j < n; ++j)
          p[j] = scale * kernel.dot(q + i * sizes.stride, k + j * sizes.stride, sizes.width);
        kernel.softmax(p, p, n);
        T* o = row(out, share.first + i) + share.head * sizes.width;
        kernel.scaled_copy(p[0], v, o, sizes.width);
        for (std::size_t j = 1; j < n; ++j) kernel.axpy(p[j], v + j * sizes.stride, o, sizes.width);
      }
    });
  }

  // With s = q kᵀ / √width and p = softmax(s): ∂L/∂s = p ∘ (∂L/∂p − ⟨p, ∂L/∂p⟩).
  template <class T>
  void attend_backward(Backward<T>& b, const Matrix<T>& g, Matrix<T>& d_qkv) const {
    const Matrix<T>& qkv_rows = b.saved(mapped);
    thread_local std::vector<std::size_t> places;
    const Sizes sizes = sizes_of(b, places);
    resize(d_qkv, rows(qkv_rows), 3 * sizes.d);
    d_qkv.fill(T(0));
    const auto& kernel = row_kernels<T>();
    for_each_head(b, sizes, [&](const Share& share) {
      const T* q = qkv_rows.data() + share.first * sizes.stride + share.head * sizes.width;
      const T* k = q + sizes.d;
      const T* v = k + sizes.d;
      T* dq = d_qkv.data() + share.first * sizes.stride + share.head * sizes.width;
      T* dk = dq + sizes.d;
      T* dv = dk + sizes.d;
      thread_local std::vector<T> dp;
      dp.resize(share.last - share.first);
      for (std::size_t i = 0; i < share.last - share.first; ++i) {
        const std::size_t n = seen(share, i);
        const T* p = b.saved(probabilities).data() + share.place + seen_before(share, i);
        const T* gi = row(g, share.first + i) + share.head * sizes.width;
        for (std::size_t j = 0; j < n; ++j) {
          dp[j] = kernel.dot(gi, v + j * sizes.stride, sizes.width);
          kernel.axpy(p[j], gi, dv + j * sizes.stride, sizes.width);
        }
        const T mean = kernel.dot(p, dp.data(), n);
        for (std::size_t j = 0; j < n; ++j) {
          const T ds = static_cast<T>(sizes.scale) * p[j] * (dp[j] - mean);
          kernel.axpy(ds, k + j * sizes.stride, dq + i * sizes.stride, sizes.width);
          kernel.axpy(ds, q + i * sizes.stride, dk + j * sizes.stride, sizes.width);
        }
      }
    });
  }

  // `places` keeps its memory from batch to batch.
  template <class Context>
  Sizes sizes_of(Context& c, std::vector<std::size_t>& places) const {
    const RowSpace& space = *c.type(x).space;
    std::size_t longest = 0;
    places.assign(1, 0);
    for (std::size_t s = 0; s < c.batch().row_count(*space.group); ++s) {
      const auto [first, last] = c.batch().segment(space, s);
      const Share share{first, last, 0, 0};
      longest = std::max(longest, last - first);
      places.push_back(places.back() + heads_ * seen_before(share, last - first));
    }
    const std::size_t d = c.type().width;
    return {d, d / heads_, 3 * d, longest, 1.0 / std::sqrt(static_cast<double>(d / heads_)), places};
  }

  // work(share) for each segment and head, segments in parallel. Blocks hold a fixed number of segments.
  template <class Context, class F>
  void for_each_head(Context& c, const Sizes& sizes, F&& work) const {
    const RowSpace& space = *c.type(x).space;
    const std::size_t block = std::max<std::size_t>(1, (std::size_t{1} << 14) / (sizes.longest * sizes.d + 1));
    parallel_for(c.batch().row_count(*space.group), block, [&](std::size_t from, std::size_t to) {
      for (std::size_t s = from; s < to; ++s) {
        const auto [first, last] = c.batch().segment(space, s);
        const std::size_t each = (sizes.places[s + 1] - sizes.places[s]) / heads_;
        for (std::size_t head = 0; head < heads_; ++head) work(Share{first, last, head, sizes.places[s] + head * each});
      }
    });
  }

  std::size_t heads_ = 1;
  bool causal_ = false;
  bool bias_ = true;
  Init init_{"xavier"};
};

ROWGRAD_LAYER(Attention, "multi-head self-attention among the rows of each segment");

}  // namespace
}  // namespace rowgrad
