// Swish: what SiLU and GELU's tanh formula have in common: y = x σ(linear · x + cubic · x³): x times a smooth gate.
#pragma once

#include "layers/elementwise.hpp"

namespace rowgrad {

/// A layer that derives from Swish<itself> gives the two constants `linear` and `cubic`.
template <class Derived>
class Swish : public Elementwise<Derived> {
 public:
  template <class T>
  void apply(const T* from, T* to, std::size_t n) const {
    row_kernels<T>().swish(static_cast<T>(Derived::linear), static_cast<T>(Derived::cubic), from, to, n);
  }
  template <class T>
  void add_gradient(const T* from, const T*, const T* g, T* d_from, std::size_t n) const {
    row_kernels<T>().swish_gradient(static_cast<T>(Derived::linear), static_cast<T>(Derived::cubic), from, g, d_from,
                                    n);
  }
};

}  // namespace rowgrad
