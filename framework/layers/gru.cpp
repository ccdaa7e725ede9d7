#include "layers/recurrent.hpp"

namespace rowgrad {
namespace {

// The gated recurrent unit (Cho et al. 2014) in the form PyTorch computes, from h = 0 at the start of each segment:
//   r = σ(a_r + b_r)   z = σ(a_z + b_z)   n = tanh(a_n + r ∘ b_n)   h(t) = (1 − z) ∘ n + z ∘ h(t−1)
// where a = weight_input · x(t) + bias_input and b = weight_state · h(t−1) + bias_state hold the three parts r, z, n
// one below the other. The output is h at every row.
class GRU : public Recurrent {
 public:
  std::vector<ParameterSpec> parameters(const Wiring& in) const override {
    const std::size_t d = in.size(dim_, "dim");
    return {{"weight_input", 3 * d, in[0].width, init_},
            {"weight_state", 3 * d, d, init_},
            {"bias_input", 1, 3 * d, {"zeros"}},
            {"bias_state", 1, 3 * d, {"zeros"}}};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const PackedSegments packed(f.batch(), *f.signature(0).domain);
    const std::size_t d = columns(f.output());
    Matrix<T>& gate = f.keep(gates);
    Matrix<T>& before = f.keep(previous);
    Matrix<T>& from_input = f.keep(input_part);
    Matrix<T>& from_state = f.keep(state_part);
    Matrix<T> state;
    affine(f.input(0), f.parameter(weight_input), &f.parameter(bias_input), from_state);
    packed.gather(from_state, from_input);
    const std::size_t n = rows(from_input);
    resize(gate, n, 3 * d);
    resize(before, n, d);
    resize(state, n, d);
    for (std::size_t i = 0; i < n; ++i) std::copy_n(f.parameter(bias_state).data(), 3 * d, row(from_state, i));
    for (std::size_t t = 0; t < packed.steps(); ++t) {
      const std::size_t first = packed.start(t), count = packed.count(t);
      if (t == 0) {
        std::fill_n(before.data(), count * d, T(0));
      } else {
        std::copy_n(row(state, packed.start(t - 1)), count * d, row(before, first));
        matmul_nt(row_span(before, first, count), row_span(f.parameter(weight_state)),
                  row_span(from_state, first, count), /*accumulate=*/true);
      }
      for (std::size_t i = first; i < first + count; ++i) {
        step(row(from_input, i), row(from_state, i), row(before, i), row(gate, i), row(state, i), d);
      }
    }
    packed.scatter(state, f.output());
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const PackedSegments packed(b.batch(), *b.signature(0).domain);
    const std::size_t d = columns(b.output());
    Matrix<T>& d_input = b.kept(input_part);  // gradients take the places of the sums, row by row
    Matrix<T>& d_from_state = b.kept(state_part);
    Matrix<T> d_state;
    packed.gather(b.gradient(), d_state);
    for (std::size_t t = packed.steps(); t-- > 0;) {
      const std::size_t first = packed.start(t), count = packed.count(t);
      for (std::size_t k = 0; k < count; ++k) {
        T* d_previous = t == 0 ? nullptr : row(d_state, packed.start(t - 1) + k);
        step_backward(row(b.kept(gates), first + k), row(b.kept(previous), first + k), row(d_state, first + k),
                      row(d_input, first + k), row(d_from_state, first + k), d_previous, d);
      }
      if (t == 0) break;
      matmul(row_span(d_from_state, first, count), row_span(b.parameter(weight_state)),
             row_span(d_state, packed.start(t - 1), count), /*accumulate=*/true);
    }
    add_affine_gradient<T>(d_from_state, b.kept(previous), b.parameter(weight_state),
                           b.parameter_gradient(weight_state), &b.parameter_gradient(bias_state), nullptr);
    packed.scatter(d_input, b.kept(gates));
    add_affine_gradient(b.kept(gates), b.input(0), b.parameter(weight_input), b.parameter_gradient(weight_input),
                        &b.parameter_gradient(bias_input), b.wants(0) ? &b.input_gradient(0) : nullptr);
  }

 private:
  enum ParameterIndex : std::size_t { weight_input, weight_state, bias_input, bias_state };
  enum Slot : std::size_t { gates, previous, input_part, state_part };

  // One row: a and s are the parts from input and state, `gate` receives r, z, n.
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

  // One row: `s` holds the part from the state and receives its gradient; `a` receives that of the part from the input.
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
