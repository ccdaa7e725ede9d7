// The source of the kernels that read or write BFloat16, templated on the instruction set; see rows_kernels.hpp for the
// rule.
//
// Plain loops, which compilers turn into vectors: xsimd has no 16-bit halves of 32-bit lanes.
#pragma once

#include <cstring>

#include "core/bfloat16.hpp"

namespace rowgrad::detail {

template <class Arch, class T>
struct BFloat16KernelSource {
  static void round_difference(const T* __restrict x, const T* __restrict y, BFloat16* __restrict d, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
      const auto difference = static_cast<float>(x[i] - y[i]);
      std::uint32_t bits;
      std::memcpy(&bits, &difference, sizeof bits);
      d[i].bits = static_cast<std::uint16_t>(difference == difference ? bits >> 16 : 0x7fc0);
    }
  }

  static void add_rounded(T a, const BFloat16* __restrict x, T* __restrict y, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) y[i] += a * widened(x[i]);
  }

  static void take_over(T a, const BFloat16* __restrict sum, const BFloat16* __restrict mine, T* __restrict base,
                        T* __restrict now, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
      const T added = a * widened(sum[i]);
      base[i] += added;
      now[i] += added - widened(mine[i]);
    }
  }

 private:
  static T widened(BFloat16 x) {
    const std::uint32_t bits = static_cast<std::uint32_t>(x.bits) << 16;
    float number;
    std::memcpy(&number, &bits, sizeof number);
    return static_cast<T>(number);
  }
};

}  // namespace rowgrad::detail
