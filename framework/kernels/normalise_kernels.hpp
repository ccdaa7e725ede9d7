// The source of the kernels that normalise a row, templated on the instruction set; see rows_kernels.hpp for the rule.
#pragma once

#include <xsimd/xsimd.hpp>

#include "kernels/lane_sum.hpp"

namespace rowgrad::detail {

template <class Arch, class T>
struct NormaliseKernelSource {
  using Batch = xsimd::batch<T, Arch>;
  static constexpr std::size_t width = Batch::size;

  static T normalise(const T* x, bool centre, T epsilon, T* y, std::size_t n) {
    const T count = static_cast<T>(n);
    const T mean = centre ? total(n, [&](auto at) { return at(x); }) / count : T(0);
    const auto square = [&](auto at) {
      const auto centred = at(x) - mean;
      return centred * centred;
    };
    const T variance = total(n, square) / count;
    const T inverse = T(1) / __builtin_sqrt(variance + epsilon);
    std::size_t i = 0;
    for (; i + width <= n; i += width) ((load(x + i) - Batch(mean)) * Batch(inverse)).store_unaligned(y + i);
    for (; i < n; ++i) y[i] = (x[i] - mean) * inverse;
    return inverse;
  }

  // dx += inverse (g' − mean(g') − y mean(g'·y)) with g' = weight·g, all means over the row; mean(g') only if centred.
  static void normalise_gradient(const T* g, const T* weight, const T* y, T inverse, bool centre, T* dx,
                                 std::size_t n) {
    const T count = static_cast<T>(n);
    const T mean = centre ? total(n, [&](auto at) { return at(g) * at(weight); }) / count : T(0);
    const T along = total(n, [&](auto at) { return at(g) * at(weight) * at(y); }) / count;
    std::size_t i = 0;
    for (; i + width <= n; i += width) {
      const Batch part = load(g + i) * load(weight + i) - Batch(mean) - load(y + i) * Batch(along);
      xsimd::fma(part, Batch(inverse), load(dx + i)).store_unaligned(dx + i);
    }
    for (; i < n; ++i) dx[i] += (g[i] * weight[i] - mean - y[i] * along) * inverse;
  }

  static void affine(const T* a, const T* b, const T* x, T* y, std::size_t n) {
    std::size_t i = 0;
    for (; i + width <= n; i += width) {
      xsimd::fma(load(a + i), load(x + i), b == nullptr ? Batch(T(0)) : load(b + i)).store_unaligned(y + i);
    }
    for (; i < n; ++i) y[i] = a[i] * x[i] + (b == nullptr ? T(0) : b[i]);
  }

  static void multiply_add(const T* x, const T* y, T* z, std::size_t n) {
    std::size_t i = 0;
    for (; i + width <= n; i += width) xsimd::fma(load(x + i), load(y + i), load(z + i)).store_unaligned(z + i);
    for (; i < n; ++i) z[i] += x[i] * y[i];
  }

 private:
  static Batch load(const T* x) { return Batch::load_unaligned(x); }

  // A vector of an array's elements, or one of them: one expression serves both.
  struct Whole {
    std::size_t i;
    Batch operator()(const T* x) const { return load(x + i); }
  };
  struct Single {
    std::size_t i;
    T operator()(const T* x) const { return x[i]; }
  };

  // Σ of term(at) over a row's n elements, most of them a vector at a time.
  template <class F>
  static T total(std::size_t n, F term) {
    Batch sum(T(0));
    std::size_t i = 0;
    for (; i + width <= n; i += width) sum += term(Whole{i});
    T result = lane_sum(sum);
    for (; i < n; ++i) result += term(Single{i});
    return result;
  }
};

}  // namespace rowgrad::detail
