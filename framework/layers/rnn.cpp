#include "layers/recurrent.hpp"

namespace rowgrad {
namespace {

// h(t) = tanh(weight_input · x(t) + weight_state · h(t−1) + bias), from h = 0 at the start of each segment (Elman
// 1990). The output is h at every row.
class RNN : public Recurrent {
 public:
  std::vector<ParameterSpec> parameters(const Wiring& in) const override {
    const std::size_t d = in.size(dim_, "dim");
    return {{"weight_input", d, in[0].width, init_}, {"weight_state", d, d, init_}, {"bias", 1, d, {"zeros"}}};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const PackedSegments packed(f.batch(), *f.signature(0).domain);
    Matrix<T>& state = f.keep(states);
    Matrix<T>& before = f.keep(previous);
    affine(f.input(0), f.parameter(weight_input), &f.parameter(bias), f.output());
    packed.gather(f.output(), state);
    resize(before, rows(state), columns(state));
    for (std::size_t t = 0; t < packed.steps(); ++t) {
      const std::size_t first = packed.start(t), n = packed.count(t), size = n * columns(state);
      if (t == 0) {
        std::fill_n(before.data(), size, T(0));
      } else {
        std::copy_n(row(state, packed.start(t - 1)), size, row(before, first));
        matmul_nt(row_span(before, first, n), row_span(f.parameter(weight_state)), row_span(state, first, n),
                  /*accumulate=*/true);
      }
      row_kernels<T>().tanh(row(state, first), row(state, first), size);
    }
    packed.scatter(state, f.output());
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const PackedSegments packed(b.batch(), *b.signature(0).domain);
    const Matrix<T>& state = b.kept(states);
    Matrix<T>& d_state = b.kept(d_states);
    Matrix<T>& d_sum = b.kept(d_sums);  // of what tanh was applied to
    packed.gather(b.gradient(), d_state);
    resize(d_sum, rows(state), columns(state));
    d_sum.fill(T(0));
    for (std::size_t t = packed.steps(); t-- > 0;) {
      const std::size_t first = packed.start(t), n = packed.count(t);
      row_kernels<T>().tanh_gradient(row(state, first), row(d_state, first), row(d_sum, first), n * columns(state));
      if (t == 0) break;
      matmul(row_span(d_sum, first, n), row_span(b.parameter(weight_state)), row_span(d_state, packed.start(t - 1), n),
             /*accumulate=*/true);
    }
    b.parameter_gradient(weight_state).add_product(d_sum, b.kept(previous));
    packed.scatter(d_sum, d_state);
    add_affine_gradient(d_state, b.input(0), b.parameter(weight_input), b.parameter_gradient(weight_input),
                        &b.parameter_gradient(bias), b.wants(0) ? &b.input_gradient(0) : nullptr);
  }

 private:
  enum ParameterIndex : std::size_t { weight_input, weight_state, bias };
  enum Slot : std::size_t { states, previous, d_states, d_sums };
};

ROWGRAD_LAYER(RNN, "a recurrent state with tanh, from row to row of each segment");

}  // namespace
}  // namespace rowgrad
