#include "layers/elementwise.hpp"

namespace rowgrad {
namespace {

// y = max(x, 0). The derivative at 0 is taken as 0. NaN stays NaN, so that a run that diverges is seen to.
class ReLU : public Elementwise<ReLU> {
 public:
  template <class T>
  void apply(const T* from, T* to, std::size_t n) const {
    for (std::size_t i = 0; i < n; ++i) to[i] = from[i] < T(0) ? T(0) : from[i];
  }
  template <class T>
  void add_gradient(const T*, const T* to, const T* g, T* d_from, std::size_t n) const {
    for (std::size_t i = 0; i < n; ++i) d_from[i] += to[i] > T(0) ? g[i] : T(0);
  }
};

ROWGRAD_LAYER(ReLU, "max(x, 0) of every element");

}  // namespace
}  // namespace rowgrad
