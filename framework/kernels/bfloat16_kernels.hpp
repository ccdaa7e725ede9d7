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
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint32_t bits = static_cast<std::uint32_t>(x[i].bits) << 16;
      float number;
      std::memcpy(&number, &bits, sizeof number);
      y[i] += a * static_cast<T>(number);
    }
  }
};

}  // namespace rowgrad::detail
