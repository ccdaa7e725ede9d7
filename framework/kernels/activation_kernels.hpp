// The source of the elementwise kernels, templated on the instruction set; see rows_kernels.hpp for the rule.
#pragma once

#include <xsimd/xsimd.hpp>

namespace rowgrad::detail {

template <class Arch, class T>
struct ActivationKernelSource {
  using Batch = xsimd::batch<T, Arch>;
  static constexpr std::size_t width = Batch::size;

  // f(batch of x) -> y. The tail goes through one padded batch: the same arithmetic for every element.
  template <class F>
  static void map(const T* x, T* y, std::size_t n, F f) {
    std::size_t i = 0;
    for (; i + width <= n; i += width) f(Batch::load_unaligned(x + i)).store_unaligned(y + i);
    if (i == n) return;
    T tail[width] = {};
    for (std::size_t j = 0; i + j < n; ++j) tail[j] = x[i + j];
    f(Batch::load_unaligned(tail)).store_unaligned(tail);
    for (std::size_t j = 0; i + j < n; ++j) y[i + j] = tail[j];
  }

  // dx += g · slope(batch of x).
  template <class F>
  static void add_slope(const T* x, const T* g, T* dx, std::size_t n, F slope) {
    std::size_t i = 0;
    for (; i + width <= n; i += width) {
      const Batch s = slope(Batch::load_unaligned(x + i));
      xsimd::fma(s, Batch::load_unaligned(g + i), Batch::load_unaligned(dx + i)).store_unaligned(dx + i);
    }
    if (i == n) return;
    T tail[width] = {};
    for (std::size_t j = 0; i + j < n; ++j) tail[j] = x[i + j];
    slope(Batch::load_unaligned(tail)).store_unaligned(tail);
    for (std::size_t j = 0; i + j < n; ++j) dx[i + j] += tail[j] * g[i + j];
  }

  static Batch logistic(const Batch& x) { return Batch(T(1)) / (Batch(T(1)) + xsimd::exp(-x)); }

  static void tanh(const T* x, T* y, std::size_t n) {
    map(x, y, n, [](const Batch& v) { return xsimd::tanh(v); });
  }
  static void tanh_gradient(const T* y, const T* g, T* dx, std::size_t n) {
    add_slope(y, g, dx, n, [](const Batch& v) { return Batch(T(1)) - v * v; });
  }
  static void sigmoid(const T* x, T* y, std::size_t n) { map(x, y, n, logistic); }

  static void swish(T a, T b, const T* x, T* y, std::size_t n) {
    map(x, y, n, [a, b](const Batch& v) { return v * logistic(v * xsimd::fma(Batch(b), v * v, Batch(a))); });
  }
  static void swish_gradient(T a, T b, const T* x, const T* g, T* dx, std::size_t n) {
    add_slope(x, g, dx, n, [a, b](const Batch& v) {
      const Batch square = v * v;
      const Batch s = logistic(v * xsimd::fma(Batch(b), square, Batch(a)));
      const Batch inner = xsimd::fma(Batch(T(3) * b), square, Batch(a));
      return xsimd::fma(v * inner, s * (Batch(T(1)) - s), s);
    });
  }
};

}  // namespace rowgrad::detail
