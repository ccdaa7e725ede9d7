#include "layers/recurrent.hpp"

namespace rowgrad {
namespace {

// h(t) = tanh(weight_input · x(t) + weight_state · h(t−1) + bias), from h = 0 at the start of each segment (Elman
// 1990). The output is h at every row. Matrices are in packed order unless said otherwise.
class RNN : public Recurrent {
 public:
  static constexpr Param weight_input{0, "weight_input"}, weight_state{1, "weight_state"}, bias{2, "bias"};
  static constexpr Saved states{0}, previous{1};  // h(t) and h(t−1)
  static constexpr Saved d_states{2},
      d_sums{3};  // scratch of backward: gradients of h(t), and of what tanh is applied to

  std::vector<ParameterSpec> parameters(const LayerInputs& in) const override {
    const std::size_t d = state_width(in);
    return {{weight_input, d, in[x].width, init_}, {weight_state, d, d, init_}, {bias, 1, d, Init{"zeros"}}};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const PackedSegments packed(f.batch(), *f.type(x).space);
    Matrix<T>& h = f.saved(states);
    Matrix<T>& before = f.saved(previous);
    affine(f, f.input(x), weight_input, bias, f.output());
    packed.gather(f.output(), h);
    resize(before, rows(h), columns(h));
    for (std::size_t t = 0; t < packed.steps(); ++t) {
      const std::size_t first = packed.start(t), n = packed.count(t);
      copy_previous(packed, t, h, before);
      if (t > 0) {
        matmul_nt(row_span(before, first, n), row_span(f.parameter(weight_state)), row_span(h, first, n),
                  /*accumulate=*/true);
      }
      T* now = row(h, first);
      parallel_for_whole_blocks(n * columns(h), block_work / 4, [&](std::size_t from, std::size_t to) {
        row_kernels<T>().tanh(now + from, now + from, to - from);
      });
    }
    packed.scatter(h, f.output());
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const PackedSegments packed(b.batch(), *b.type(x).space);
    const Matrix<T>& h = b.saved(states);
    Matrix<T>& d_state = b.saved(d_states);
    Matrix<T>& d_sum = b.saved(d_sums);
    packed.gather(b.gradient(), d_state);
    resize(d_sum, rows(h), columns(h));
    d_sum.fill(T(0));
    for (std::size_t t = packed.steps(); t-- > 0;) {
      const std::size_t first = packed.start(t), n = packed.count(t);
      const T *now = row(h, first), *g = row(d_state, first);
      T* d_now = row(d_sum, first);
      parallel_for_whole_blocks(n * columns(h), block_work, [&](std::size_t from, std::size_t to) {
        row_kernels<T>().tanh_gradient(now + from, g + from, d_now + from, to - from);
      });
      if (t == 0) break;
      matmul(row_span(d_sum, first, n), row_span(b.parameter(weight_state)), row_span(d_state, packed.start(t - 1), n),
             /*accumulate=*/true);
    }
    b.gradient(weight_state).add_product(d_sum, b.saved(previous));
    packed.scatter(d_sum, d_state);  // in the batch's order from here on
    add_affine_gradient(b, d_state, b.input(x), weight_input, bias, b.input_gradient(x));
  }
};

ROWGRAD_LAYER(RNN, "a recurrent state with tanh, from row to row of each segment");

}  // namespace
}  // namespace rowgrad
