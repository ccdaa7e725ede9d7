#include "layers/elementwise.hpp"

namespace rowgrad {
namespace {

// Both are y = x σ(a x + b x³), a smooth gate in place of ReLU's hard one.
class Swish : public Elementwise {
 public:
  template <class T>
  void forward(Forward<T>& f) const {
    for_each_span(f.output(), [&](std::size_t first, std::size_t n) {
      row_kernels<T>().swish(static_cast<T>(a_), static_cast<T>(b_), f.input(0).data() + first,
                             f.output().data() + first, n);
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    if (!b.wants(0)) return;
    for_each_span(b.output(), [&](std::size_t first, std::size_t n) {
      row_kernels<T>().swish_gradient(static_cast<T>(a_), static_cast<T>(b_), b.input(0).data() + first,
                                      b.gradient().data() + first, b.input_gradient(0).data() + first, n);
    });
  }

 protected:
  Swish(double a, double b) : a_(a), b_(b) {}

 private:
  double a_, b_;
};

// ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), the form GPT-2 uses (Hendrycks & Gimpel 2016, section 2), with
// ½ (1 + tanh u) = σ(2u).
class GELU : public Swish {
 public:
  GELU() : Swish(root_8_by_pi, 0.044715 * root_8_by_pi) {}

 private:
  static constexpr double root_8_by_pi = 1.5957691216057308;
};

// x σ(x) (Elfwing et al. 2018; Ramachandran et al. 2017, "Swish").
class SiLU : public Swish {
 public:
  SiLU() : Swish(1.0, 0.0) {}
};

ROWGRAD_LAYER(GELU, "x Φ(x) of every element, by GPT-2's tanh formula");
ROWGRAD_LAYER(SiLU, "x σ(x) of every element");

}  // namespace
}  // namespace rowgrad
