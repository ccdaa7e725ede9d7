// The source of the kernels that read or write BFloat16, templated on the instruction set; see rows_kernels.hpp for the
// rule.
//
// Plain loops, which compilers turn into vectors: xsimd has no 16-bit halves of 32-bit lanes.
#pragma once

#include <cstring>
#include <span>

#include "core/bfloat16.hpp"

namespace rowgrad::detail {

template <class Arch, class T>
struct BFloat16KernelSource {
  static void round_difference(const T* __restrict x, const T* __restrict y, BFloat16* __restrict d, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) d[i] = rounded(static_cast<float>(x[i] - y[i]));
  }

  static void round_sum(std::span<const BFloat16* const> rows, BFloat16* __restrict sum, std::size_t n) {
    std::size_t first = 0;
    for (; first + at_once <= n; first += at_once) round_sum_of<at_once>(rows, first, sum + first);
    for (; first < n; ++first) round_sum_of<1>(rows, first, sum + first);
  }

  static void take_over(T a, const BFloat16* __restrict sum, const BFloat16* __restrict mine, T* __restrict base,
                        T* __restrict now, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
      const T added = a * widened(sum[i]);
      base[i] += added;
      now[i] += added - widened(mine[i]);
    }
  }

  static void take_over_from_one(T a, const BFloat16* __restrict theirs, const BFloat16* __restrict mine,
                                 T* __restrict base, T* __restrict now, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
      const T added = a * (widened(mine[i]) + widened(theirs[i]));
      base[i] += added;
      now[i] += added - widened(mine[i]);
    }
  }

 private:
  static constexpr std::size_t at_once = 16;  // columns: few enough for their sums to stay in registers

  // Of `columns` columns from `first` on.
  template <std::size_t columns>
  static void round_sum_of(std::span<const BFloat16* const> rows, std::size_t first, BFloat16* __restrict sum) {
    T total[columns] = {};
    for (const BFloat16* row : rows)
      for (std::size_t i = 0; i < columns; ++i) total[i] += widened(row[first + i]);
    for (std::size_t i = 0; i < columns; ++i) sum[i] = rounded(static_cast<float>(total[i]));
  }

  // Towards 0: the upper half of the bits. NaN stays NaN, wherever in its bits that is said.
  static BFloat16 rounded(float x) {
    std::uint32_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    return {static_cast<std::uint16_t>(x == x ? bits >> 16 : 0x7fc0)};
  }

  static T widened(BFloat16 x) {
    const std::uint32_t bits = static_cast<std::uint32_t>(x.bits) << 16;
    float number;
    std::memcpy(&number, &bits, sizeof number);
    return static_cast<T>(number);
  }
};

}  // namespace rowgrad::detail
