// The source of the optimizers' kernels, templated on the instruction set; see rows_kernels.hpp for the rule.
#pragma once

#include <xsimd/xsimd.hpp>

#include "kernels/rows.hpp"

namespace rowgrad::detail {

template <class Arch, class T>
struct RowKernelSource;

template <class Arch, class T>
struct UpdateKernelSource {
  using Batch = xsimd::batch<T, Arch>;
  using Rows = RowKernelSource<Arch, T>;
  static constexpr std::size_t width = Batch::size;

  // One vector of a row, or the rest of it padded to a vector: the same arithmetic wherever an element stands, so that
  // a row gets the same bits alone or as part of a larger block.
  struct Whole {
    std::size_t i;
    Batch load(const T* x) const { return Batch::load_unaligned(x + i); }
    void store(T* x, const Batch& value) const { value.store_unaligned(x + i); }
  };
  struct Rest {
    std::size_t i, count;
    Batch load(const T* x) const {
      T padded[width] = {};
      for (std::size_t j = 0; j < count; ++j) padded[j] = x[i + j];
      return Batch::load_unaligned(padded);
    }
    void store(T* x, const Batch& value) const {
      T padded[width];
      value.store_unaligned(padded);
      for (std::size_t j = 0; j < count; ++j) x[i + j] = padded[j];
    }
  };
  template <class F>
  static void each(std::size_t n, const F& f) {
    std::size_t i = 0;
    for (; i + width <= n; i += width) f(Whole{i});
    if (i < n) f(Rest{i, n - i});
  }

  static void sgd(const UpdateStep<T>& s, T* w, const T* g, std::size_t n) {
    const Batch decay(s.decay - s.step_size * s.l2), move(-s.step_size);
    each(n, [&](const auto& at) { at.store(w, xsimd::fma(move, at.load(g), decay * at.load(w))); });
  }

  static void momentum(const UpdateStep<T>& s, T* w, const T* g, T* m, std::size_t n) {
    const Batch decay(s.decay), l2(s.l2), move(-s.step_size), beta1(s.beta1), rest1(s.rest1);
    each(n, [&](const auto& at) {
      const Batch wi = at.load(w);
      const Batch mi = xsimd::fma(rest1, xsimd::fma(l2, wi, at.load(g)), beta1 * at.load(m));
      at.store(m, mi);
      at.store(w, xsimd::fma(move, mi, decay * wi));
    });
  }

  static void adagrad(const UpdateStep<T>& s, T* w, const T* g, T* v, std::size_t n) {
    const Batch decay(s.decay), l2(s.l2), step(s.step_size), epsilon(s.epsilon);
    each(n, [&](const auto& at) {
      const Batch wi = at.load(w);
      const Batch gi = xsimd::fma(l2, wi, at.load(g));
      const Batch vi = xsimd::fma(gi, gi, at.load(v));
      at.store(v, vi);
      at.store(w, decay * wi - step * gi / (xsimd::sqrt(vi) + epsilon));
    });
  }

  static void row_adagrad(const UpdateStep<T>& s, T* w, const T* g, T* v, std::size_t n) {
    T squares = Rows::dot(g, g, n);
    if (s.l2 != T(0)) squares += s.l2 * (T(2) * Rows::dot(g, w, n) + s.l2 * Rows::dot(w, w, n));
    *v += squares / static_cast<T>(n);
    UpdateStep<T> move = s;
    move.step_size = s.step_size / (__builtin_sqrt(*v) + s.epsilon);
    sgd(move, w, g, n);
  }

  static void adam(const UpdateStep<T>& s, T* w, const T* g, T* m, T* v, std::size_t n) {
    const Batch decay(s.decay), l2(s.l2), step(s.step_size), epsilon(s.epsilon);
    const Batch beta1(s.beta1), rest1(s.rest1), beta2(s.beta2), rest2(s.rest2);
    each(n, [&](const auto& at) {
      const Batch wi = at.load(w);
      const Batch gi = xsimd::fma(l2, wi, at.load(g));
      const Batch mi = xsimd::fma(rest1, gi, beta1 * at.load(m));
      const Batch vi = xsimd::fma(rest2, gi * gi, beta2 * at.load(v));
      at.store(m, mi);
      at.store(v, vi);
      at.store(w, decay * wi - step * mi / (xsimd::sqrt(vi) + epsilon));
    });
  }

  static void adam_skipped(T decay, const T* weights, const T* x, std::size_t nodes, T* w, const T* m, const T* v,
                           std::size_t n) {
    const Batch vdecay(decay), w0(weights[0]), x0(x[0]);
    if (nodes == 2 && x[0] > T(1e-15) && x[1] > T(1e-15)) {  // one division for both; a·b cannot underflow
      const Batch w1(weights[1]), x1(x[1]);
      each(n, [&](const auto& at) {
        const Batch root = xsimd::sqrt(at.load(v));
        const Batch a = root + x0, b = root + x1;
        const Batch sum = xsimd::fma(w0, b, w1 * a) / (a * b);
        at.store(w, xsimd::fma(vdecay, at.load(w), -(at.load(m) * sum)));
      });
      return;
    }
    each(n, [&](const auto& at) {
      const Batch root = xsimd::sqrt(at.load(v));
      Batch sum = w0 / (root + x0);
      for (std::size_t i = 1; i < nodes; ++i) sum += Batch(weights[i]) / (root + Batch(x[i]));
      at.store(w, xsimd::fma(vdecay, at.load(w), -(at.load(m) * sum)));
    });
  }
};

}  // namespace rowgrad::detail
