#include "layers/elementwise.hpp"

namespace rowgrad {
namespace {

// y = tanh x, with dy/dx = 1 − y².
class Tanh : public Elementwise<Tanh> {
 public:
  template <class T>
  void apply(const T* from, T* to, std::size_t n) const {
    row_kernels<T>().tanh(from, to, n);
  }
  template <class T>
  void add_gradient(const T*, const T* to, const T* g, T* d_from, std::size_t n) const {
    row_kernels<T>().tanh_gradient(to, g, d_from, n);
  }
};

ROWGRAD_LAYER(Tanh, "the hyperbolic tangent of every element");

}  // namespace
}  // namespace rowgrad
