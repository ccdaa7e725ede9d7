// The source of the row kernels, templated on the instruction set.
//
// Included only by the translation units that are compiled for one instruction set. Those may contain nothing but
// templates on Arch: an ordinary inline function compiled there could be the copy the linker keeps for everybody, and
// kill the program on an older processor.
#pragma once

#include <xsimd/xsimd.hpp>

#include "kernels/activation_kernels.hpp"
#include "kernels/bfloat16_kernels.hpp"
#include "kernels/lane_sum.hpp"
#include "kernels/normalise_kernels.hpp"
#include "kernels/rows.hpp"
#include "kernels/update_kernels.hpp"

namespace rowgrad::detail {

template <class Arch, class T>
struct RowKernelSource {
  using Batch = xsimd::batch<T, Arch>;
  static constexpr std::size_t width = Batch::size;

  static T dot(const T* x, const T* y, std::size_t n) {
    Batch sum0(T(0)), sum1(T(0));
    std::size_t i = 0;
    for (; i + 2 * width <= n; i += 2 * width) {
      sum0 = xsimd::fma(Batch::load_unaligned(x + i), Batch::load_unaligned(y + i), sum0);
      sum1 = xsimd::fma(Batch::load_unaligned(x + i + width), Batch::load_unaligned(y + i + width), sum1);
    }
    for (; i + width <= n; i += width) {
      sum0 = xsimd::fma(Batch::load_unaligned(x + i), Batch::load_unaligned(y + i), sum0);
    }
    T sum = lane_sum(sum0 + sum1);
    for (; i < n; ++i) sum += x[i] * y[i];
    return sum;
  }

  // In what follows, the last vector of a row overlaps the one before it; it is computed before any store, so that
  // in-place calls work. Rows shorter than a vector go element by element.

  static void axpy(T a, const T* x, T* y, std::size_t n) {
    const Batch va(a);
    std::size_t i = 0;
    if (n < width) {
      for (; i < n; ++i) y[i] += a * x[i];
      return;
    }
    const std::size_t end = n - width;
    const Batch last = xsimd::fma(va, Batch::load_unaligned(x + end), Batch::load_unaligned(y + end));
    for (; i < end; i += width) {
      xsimd::fma(va, Batch::load_unaligned(x + i), Batch::load_unaligned(y + i)).store_unaligned(y + i);
    }
    last.store_unaligned(y + end);
  }

  static void scaled_copy(T a, const T* x, T* y, std::size_t n) {
    const Batch va(a);
    std::size_t i = 0;
    if (n < width) {
      for (; i < n; ++i) y[i] = a * x[i];
      return;
    }
    const std::size_t end = n - width;
    const Batch last = va * Batch::load_unaligned(x + end);
    for (; i < end; i += width) (va * Batch::load_unaligned(x + i)).store_unaligned(y + i);
    last.store_unaligned(y + end);
  }

  static void scale(T a, T* x, std::size_t n) { scaled_copy(a, x, x, n); }

  static T maximum(const T* x, std::size_t n) {
    T top = x[0];
    std::size_t i = 1;
    if (n >= width) {
      Batch most = Batch::load_unaligned(x);
      for (i = width; i + width <= n; i += width) most = xsimd::max(most, Batch::load_unaligned(x + i));
      most = xsimd::max(most, Batch::load_unaligned(x + n - width));
      T lanes[width];
      most.store_unaligned(lanes);
      for (std::size_t half = width / 2; half > 0; half /= 2) {
        for (std::size_t j = 0; j < half; ++j) lanes[j] = lanes[j] > lanes[j + half] ? lanes[j] : lanes[j + half];
      }
      return lanes[0];
    }
    for (; i < n; ++i) top = x[i] > top ? x[i] : top;
    return top;
  }

  // exp(x). xsimd's for doubles converts x to 64-bit integers before it looks whether that can be: far below 0, where
  // the result is 0 all the same, it must not try. In this order, max() passes nan on.
  static Batch exponential(const Batch& x) {
    if constexpr (std::is_same_v<T, double>) return xsimd::exp(xsimd::max(Batch(T(-1000)), x));
    return xsimd::exp(x);
  }

  static T softmax(const T* x, T* p, std::size_t n) {
    if (n < width) return short_softmax(x, p, n);
    const T top = maximum(x, n);
    const Batch vtop(top), zero(T(0));
    const std::size_t end = n - width;
    const Batch last = exponential(Batch::load_unaligned(x + end) - vtop);
    Batch vsum(T(0));
    std::size_t i = 0;
    for (; i + width <= n; i += width) {
      const Batch e = exponential(Batch::load_unaligned(x + i) - vtop);
      e.store_unaligned(p + i);
      vsum += e;
    }
    if (i < n) {  // the first i − end lanes are in the sum already
      T lanes[width];
      for (std::size_t j = 0; j < width; ++j) lanes[j] = static_cast<T>(j);
      vsum += xsimd::select(Batch::load_unaligned(lanes) < Batch(static_cast<T>(i - end)), zero, last);
      last.store_unaligned(p + end);
    }
    const T sum = lane_sum(vsum);
    scale(T(1) / sum, p, n);
    return top + xsimd::log(Batch(sum)).get(0);
  }

  // Less than a vector, padded to one: the same exp for every element.
  static T short_softmax(const T* x, T* p, std::size_t n) {
    const T top = maximum(x, n);
    T lanes[width];
    for (std::size_t j = 0; j < width; ++j) lanes[j] = j < n ? x[j] : top;
    exponential(Batch::load_unaligned(lanes) - Batch(top)).store_unaligned(lanes);
    T sum(0);
    for (std::size_t j = 0; j < n; ++j) sum += p[j] = lanes[j];
    scale(T(1) / sum, p, n);
    return top + xsimd::log(Batch(sum)).get(0);
  }

  using Activation = ActivationKernelSource<Arch, T>;
  using Norm = NormaliseKernelSource<Arch, T>;
  using Rounded = BFloat16KernelSource<Arch, T>;
  using Update = UpdateKernelSource<Arch, T>;
  static constexpr RowKernels<T> table{dot,
                                       axpy,
                                       scaled_copy,
                                       scale,
                                       softmax,
                                       Activation::tanh,
                                       Activation::tanh_gradient,
                                       Activation::sigmoid,
                                       Activation::swish,
                                       Activation::swish_gradient,
                                       Norm::normalise,
                                       Norm::normalise_gradient,
                                       Norm::affine,
                                       Norm::multiply_add,
                                       Rounded::round_difference,
                                       Rounded::round_sum,
                                       Rounded::take_over,
                                       Rounded::take_over_from_one,
                                       Update::sgd,
                                       Update::momentum,
                                       Update::adagrad,
                                       Update::row_adagrad,
                                       Update::adam,
                                       Update::adam_skipped};
};

}  // namespace rowgrad::detail
