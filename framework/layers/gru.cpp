#include "layers/recurrent.hpp"

namespace rowgrad {
namespace {

// The gated recurrent unit (Cho et al. 2014) in the form PyTorch computes, from h = 0 at the start of each segment:
//   r = σ(a_r + s_r)   z = σ(a_z + s_z)   n = tanh(a_n + r ∘ s_n)   h(t) = (1 − z) ∘ n + z ∘ h(t−1)
// where a = weight_input · x(t) + bias_input and s = weight_state · h(t−1) + bias_state hold the three parts r, z, n
// side by side. The output is h at every row. Matrices are in packed order unless said otherwise.
class GRU : public Recurrent {
 public:
  static constexpr Param weight_input{0, "weight_input"}, weight_state{1, "weight_state"}, bias_input{2, "bias_input"},
      bias_state{3, "bias_state"};
  static constexpr Saved gates{0};                      // r, z, n (rows x 3d)
  static constexpr Saved states{1}, previous{2};        // h(t), whose gradient takes its place in backward; h(t−1)
  static constexpr Saved from_input{3}, from_state{4};  // a and s (rows x 3d); their gradients take their places too

  std::vector<ParameterSpec> parameters(const LayerInputs& in) const override {
    const std::size_t d = state_width(in);
    return {{weight_input, 3 * d, in[x].width, init_},
            {weight_state, 3 * d, d, init_},
            {bias_input, 1, 3 * d, Init{"zeros"}},
            {bias_state, 1, 3 * d, Init{"zeros"}}};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const PackedSegments packed(f.batch(), *f.type(x).space);
    const std::size_t d = columns(f.output());
    Matrix<T>& a = f.saved(from_input);
    Matrix<T>& s = f.saved(from_state);
    Matrix<T>& before = f.saved(previous);
    affine(f, f.input(x), weight_input, bias_input, s);  // in the batch's order
    packed.gather(s, a);
    resize(f.saved(gates), rows(a), 3 * d);
    resize(before, rows(a), d);
    resize(f.saved(states), rows(a), d);
    repeat_row(f.parameter(bias_state).data(), s.data(), rows(s), 3 * d);
    for (std::size_t t = 0; t < packed.steps(); ++t) {
      const std::size_t first = packed.start(t), count = packed.count(t);
      copy_previous(packed, t, f.saved(states), before);
      if (t > 0) {
        matmul_nt(row_span(before, first, count), row_span(f.parameter(weight_state)), row_span(s, first, count),
                  /*accumulate=*/true);
      }
      parallel_for(count, block_rows(4 * 3 * d), [&](std::size_t from, std::size_t to) {
        for (std::size_t i = first + from; i < first + to; ++i)
          step(row(a, i), row(s, i), row(before, i), row(f.saved(gates), i), row(f.saved(states), i), d);
      });
    }
    packed.scatter(f.saved(states), f.output());
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const PackedSegments packed(b.batch(), *b.type(x).space);
    const std::size_t d = columns(b.output());
    Matrix<T>& d_input = b.saved(from_input);
    Matrix<T>& d_from_state = b.saved(from_state);
    Matrix<T>& d_state = b.saved(states);
    packed.gather(b.gradient(), d_state);
    for (std::size_t t = packed.steps(); t-- > 0;) {
      const std::size_t first = packed.start(t), count = packed.count(t);
      parallel_for(count, block_rows(4 * 3 * d), [&](std::size_t from, std::size_t to) {
        for (std::size_t k = from; k < to; ++k) {
          T* d_previous = t == 0 ? nullptr : row(d_state, packed.start(t - 1) + k);
          step_backward(row(b.saved(gates), first + k), row(b.saved(previous), first + k), row(d_state, first + k),
                        row(d_input, first + k), row(d_from_state, first + k), d_previous, d);
        }
      });
      if (t == 0) break;
      matmul(row_span(d_from_state, first, count), row_span(b.parameter(weight_state)),
             row_span(d_state, packed.start(t - 1), count), /*accumulate=*/true);
    }
    add_affine_gradient<T>(b, d_from_state, b.saved(previous), weight_state, bias_state, nullptr);
    packed.scatter(d_input, b.saved(gates));  // in the batch's order from here on
    add_affine_gradient(b, b.saved(gates), b.input(x), weight_input, bias_input, b.input_gradient(x));
  }

 private:
  // One row: `gate` receives r, z, n.
  template <class T>
  static void step(const T* a, const T* s, const T* before, T* gate, T* state, std::size_t d) {
    for (std::size_t j = 0; j < 2 * d; ++j) gate[j] = a[j] + s[j];
    row_kernels<T>().sigmoid(gate, gate, 2 * d);
    for (std::size_t j = 0; j < d; ++j) gate[2 * d + j] = a[2 * d + j] + gate[j] * s[2 * d + j];
    row_kernels<T>().tanh(gate + 2 * d, gate + 2 * d, d);
    for (std::size_t j = 0; j < d; ++j) {
      const T z = gate[d + j];
      state[j] = (T(1) - z) * gate[2 * d + j] + z * before[j];
    }
  }

  // One row, g being ∂L/∂h(t): `a` and `s` receive their gradients, `d_before` (null at t = 0) adds that of h(t−1).
  template <class T>
  static void step_backward(const T* gate, const T* before, const T* g, T* a, T* s, T* d_before, std::size_t d) {
    for (std::size_t j = 0; j < d; ++j) {
      const T r = gate[j], z = gate[d + j], candidate = gate[2 * d + j];
      const T d_candidate = g[j] * (T(1) - z) * (T(1) - candidate * candidate);
      a[j] = d_candidate * s[2 * d + j] * r * (T(1) - r);
      a[d + j] = g[j] * (before[j] - candidate) * z * (T(1) - z);
      a[2 * d + j] = d_candidate;
      s[j] = a[j];
      s[d + j] = a[d + j];
      s[2 * d + j] = d_candidate * r;
      if (d_before != nullptr) d_before[j] += g[j] * z;
    }
  }
};

ROWGRAD_LAYER(GRU, "a gated recurrent unit, from row to row of each segment");

}  // namespace
}  // namespace rowgrad
