#include "layers/elementwise.hpp"

namespace rowgrad {
namespace {

// dL/dx = dL/dy (1 − y²), so that nothing but the output is kept.
class Tanh : public Elementwise {
 public:
  template <class T>
  void forward(Forward<T>& f) const {
    for_each_span(f.output(), [&](std::size_t first, std::size_t n) {
      row_kernels<T>().tanh(f.input(0).data() + first, f.output().data() + first, n);
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    if (!b.wants(0)) return;
    for_each_span(b.output(), [&](std::size_t first, std::size_t n) {
      row_kernels<T>().tanh_gradient(b.output().data() + first, b.gradient().data() + first,
                                     b.input_gradient(0).data() + first, n);
    });
  }
};

ROWGRAD_LAYER(Tanh, "the hyperbolic tangent of every element");

}  // namespace
}  // namespace rowgrad
