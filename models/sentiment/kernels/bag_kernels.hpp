// The source of the bag kernels, templated on the instruction set; see kernels/rows_kernels.hpp for the rule.
#pragma once

#include <xsimd/xsimd.hpp>

#include "models/sentiment/kernels/bag.hpp"

namespace rowgrad::detail {

// Columns are taken in panels of up to eight vectors. A panel's sums, or its x, stay in registers while the rows go by,
// so that each element of a row is read, and by scatter written, once.
template <class Arch>
struct BagKernelSource {
  using Batch = xsimd::batch<float, Arch>;
  static constexpr std::size_t width = Batch::size;
  static constexpr std::size_t ahead = 6;  // rows to prefetch ahead

  static void gather(const float* table, const std::uint32_t* ids, const float* factor, std::size_t n, float* sum,
                     std::size_t d) {
    std::size_t j = 0;
    for (; j + 8 * width <= d; j += 8 * width) gather_panel<8>(table + j, ids, factor, n, sum + j, d);
    for (; j + 4 * width <= d; j += 4 * width) gather_panel<4>(table + j, ids, factor, n, sum + j, d);
    for (; j + 2 * width <= d; j += 2 * width) gather_panel<2>(table + j, ids, factor, n, sum + j, d);
    for (; j + width <= d; j += width) gather_panel<1>(table + j, ids, factor, n, sum + j, d);
    for (; j < d; ++j) {
      float s = 0.0F;
      for (std::size_t i = 0; i < n; ++i) s += factor[i] * table[ids[i] * d + j];
      sum[j] = s;
    }
  }

  static void scatter(float* table, const std::uint32_t* ids, const float* factor, std::size_t n, const float* x,
                      std::size_t d) {
    std::size_t j = 0;
    for (; j + 8 * width <= d; j += 8 * width) scatter_panel<8>(table + j, ids, factor, n, x + j, d);
    for (; j + 4 * width <= d; j += 4 * width) scatter_panel<4>(table + j, ids, factor, n, x + j, d);
    for (; j + 2 * width <= d; j += 2 * width) scatter_panel<2>(table + j, ids, factor, n, x + j, d);
    for (; j + width <= d; j += width) scatter_panel<1>(table + j, ids, factor, n, x + j, d);
    if (j == d) return;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = j; k < d; ++k) table[ids[i] * d + k] += factor[i] * x[k];
    }
  }

  static constexpr BagKernels table{gather, scatter};

 private:
  template <std::size_t K>
  static void gather_panel(const float* table, const std::uint32_t* ids, const float* factor, std::size_t n, float* sum,
                           std::size_t d) {
    Batch acc[K];
    for (std::size_t k = 0; k < K; ++k) acc[k] = Batch(0.0F);
    for (std::size_t i = 0; i < n; ++i) {
      if (i + ahead < n) fetch<K>(table + std::size_t{ids[i + ahead]} * d);
      const float* row = table + std::size_t{ids[i]} * d;
      const Batch f(factor[i]);
      for (std::size_t k = 0; k < K; ++k) acc[k] = xsimd::fma(f, Batch::load_unaligned(row + k * width), acc[k]);
    }
    for (std::size_t k = 0; k < K; ++k) acc[k].store_unaligned(sum + k * width);
  }

  template <std::size_t K>
  static void scatter_panel(float* table, const std::uint32_t* ids, const float* factor, std::size_t n, const float* x,
                            std::size_t d) {
    Batch v[K];
    for (std::size_t k = 0; k < K; ++k) v[k] = Batch::load_unaligned(x + k * width);
    for (std::size_t i = 0; i < n; ++i) {
      float* row = table + std::size_t{ids[i]} * d;
      const Batch f(factor[i]);
      for (std::size_t k = 0; k < K; ++k) {
        xsimd::fma(f, v[k], Batch::load_unaligned(row + k * width)).store_unaligned(row + k * width);
      }
    }
  }

  template <std::size_t K>
  static void fetch(const float* row) {
    for (std::size_t k = 0; k < K * width; k += 64 / sizeof(float)) __builtin_prefetch(row + k);
  }
};

}  // namespace rowgrad::detail
