// The source of the kernels that normalise a row, templated on the instruction set; see rows_kernels.hpp for the rule.
#pragma once

#include <xsimd/xsimd.hpp>

namespace rowgrad::detail {

template <class Arch, class T>
struct NormaliseKernelSource {
  using Batch = xsimd::batch<T, Arch>;
  static constexpr std::size_t width = Batch::size;

  static T normalise(const T* x, bool centre, T epsilon, T* y, std::size_t n) {
    const T count = static_cast<T>(n);
    const T mean = centre ? total(
                                n, [&](std::size_t i) { return load(x + i); }, [&](std::size_t i) { return x[i]; }) /
                                count
                          : T(0);
    const Batch vmean(mean);
    const T variance = total(
                           n,
                           [&](std::size_t i) {
                             const Batch centred = load(x + i) - vmean;
                             return centred * centred;
                           },
                           [&](std::size_t i) { return (x[i] - mean) * (x[i] - mean); }) /
                       count;
    const T inverse = T(1) / __builtin_sqrt(variance + epsilon);
    std::size_t i = 0;
    for (; i + width <= n; i += width) ((load(x + i) - vmean) * Batch(inverse)).store_unaligned(y + i);
    for (; i < n; ++i) y[i] = (x[i] - mean) * inverse;
    return inverse;
  }

  static void normalise_gradient(const T* g, const T* weight, const T* y, T inverse, bool centre, T* dx,
                                 std::size_t n) {
    const T count = static_cast<T>(n);
    const T mean = centre ? total(
                                n, [&](std::size_t i) { return load(g + i) * load(weight + i); },
                                [&](std::size_t i) { return g[i] * weight[i]; }) /
                                count
                          : T(0);
    const T along = total(
                        n, [&](std::size_t i) { return load(g + i) * load(weight + i) * load(y + i); },
                        [&](std::size_t i) { return g[i] * weight[i] * y[i]; }) /
                    count;
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

  // Σ of n values, most of them a batch at a time.
  template <class Vector, class Scalar>
  static T total(std::size_t n, Vector vector, Scalar scalar) {
    Batch sum(T(0));
    std::size_t i = 0;
    for (; i + width <= n; i += width) sum += vector(i);
    T result = xsimd::hadd(sum);
    for (; i < n; ++i) result += scalar(i);
    return result;
  }
};

}  // namespace rowgrad::detail
