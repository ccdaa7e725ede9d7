// The source of the window kernel, templated on the instruction set. Included only by the translation units that are
// compiled for one instruction set; see rows_kernels.hpp for why those may contain nothing else.
#pragma once

#include <utility>
#include <xsimd/xsimd.hpp>

#include "kernels/window.hpp"

namespace rowgrad::detail {

/// The first `count` lanes of a vector, for the columns that are left over.
template <class Arch>
struct PartialBatch {
  using Batch = xsimd::batch<float, Arch>;
  static Batch load(const float* p, std::size_t count) {
    alignas(64) float lanes[Batch::size] = {};
    for (std::size_t i = 0; i < count; ++i) lanes[i] = p[i];
    return Batch::load_aligned(lanes);
  }
  static void store(float* p, std::size_t count, const Batch& value) {
    alignas(64) float lanes[Batch::size];
    value.store_aligned(lanes);
    for (std::size_t i = 0; i < count; ++i) p[i] = lanes[i];
  }
};

/// The sums of as many vectors as a vector has lanes, in their order.
template <class Arch>
struct LaneSums {
  using Batch = xsimd::batch<float, Arch>;
  static Batch of(const Batch* vectors) { return xsimd::haddp(vectors); }
};

#ifdef __AVX512F__
/// xsimd 8.1 returns these out of order for AVX-512.
template <>
struct LaneSums<xsimd::avx512bw> {
  using Batch = xsimd::batch<float, xsimd::avx512bw>;
  static __m512 pairs(__m512 a, __m512 b) { return _mm512_add_ps(_mm512_unpacklo_ps(a, b), _mm512_unpackhi_ps(a, b)); }
  static __m512 quads(__m512 a, __m512 b) {
    const __m512d x = _mm512_castps_pd(a), y = _mm512_castps_pd(b);
    return _mm512_add_ps(_mm512_castpd_ps(_mm512_unpacklo_pd(x, y)), _mm512_castpd_ps(_mm512_unpackhi_pd(x, y)));
  }
  static __m512 quarters(__m512 a, __m512 b) {
    return _mm512_add_ps(_mm512_shuffle_f32x4(a, b, 0x88), _mm512_shuffle_f32x4(a, b, 0xdd));
  }
  static __m512 four(const Batch* v) { return quads(pairs(v[0], v[1]), pairs(v[2], v[3])); }
  static Batch of(const Batch* v) {
    return quarters(quarters(four(v), four(v + 4)), quarters(four(v + 8), four(v + 12)));
  }
};

template <>
struct PartialBatch<xsimd::avx512bw> {
  using Batch = xsimd::batch<float, xsimd::avx512bw>;
  static __mmask16 mask(std::size_t count) { return static_cast<__mmask16>((1U << count) - 1U); }
  static Batch load(const float* p, std::size_t count) { return _mm512_maskz_loadu_ps(mask(count), p); }
  static void store(float* p, std::size_t count, const Batch& value) { _mm512_mask_storeu_ps(p, mask(count), value); }
};
#endif

template <class Arch>
struct WindowKernelSource {
  using Batch = xsimd::batch<float, Arch>;
  static constexpr std::size_t width = Batch::size;
  // What the register file holds: 32 vector registers with AVX-512, 16 before. A tile of scores keeps its sums in
  // registers; a strip of targets keeps their values and their gradients there.
  static constexpr bool many_registers = width == 16;
  static constexpr std::size_t tile_inputs = many_registers ? 4 : 2;
  static constexpr std::size_t tile_targets = many_registers ? 6 : 4;
  static constexpr std::size_t strip_targets = many_registers ? 12 : 6;

  template <bool Whole>
  static Batch load(const float* p, std::size_t count) {
    if constexpr (Whole)
      return Batch::load_unaligned(p);
    else
      return PartialBatch<Arch>::load(p, count);
  }
  template <bool Whole>
  static void store(float* p, std::size_t count, const Batch& value) {
    if constexpr (Whole)
      value.store_unaligned(p);
    else
      PartialBatch<Arch>::store(p, count, value);
  }

  template <std::size_t R, std::size_t C, bool Whole>
  static void accumulate(const float* const* x, const float* const* y, std::size_t column, std::size_t count,
                         Batch (&sums)[R * C]) {
    Batch targets[C];
#pragma GCC unroll 16
    for (std::size_t j = 0; j < C; ++j) targets[j] = load<Whole>(y[j] + column, count);
#pragma GCC unroll 16
    for (std::size_t i = 0; i < R; ++i) {
      const Batch input = load<Whole>(x[i] + column, count);
#pragma GCC unroll 16
      for (std::size_t j = 0; j < C; ++j) sums[i * C + j] = xsimd::fma(input, targets[j], sums[i * C + j]);
    }
  }

  // R x C dot products; scores[j * n + i] = x[i] · y[j].
  template <std::size_t R, std::size_t C>
  static void score_tile(const float* const* x, const float* const* y, std::size_t d, std::size_t n, float* scores) {
    Batch sums[R * C];
#pragma GCC unroll 32
    for (std::size_t e = 0; e < R * C; ++e) sums[e] = Batch(0.0F);
    std::size_t column = 0;
    for (; column + width <= d; column += width) accumulate<R, C, true>(x, y, column, width, sums);
    if (column < d) accumulate<R, C, false>(x, y, column, d - column, sums);
    constexpr std::size_t groups = (R * C + width - 1) / width;
    Batch padded[groups * width];
#pragma GCC unroll 32
    for (std::size_t e = 0; e < groups * width; ++e) padded[e] = e < R * C ? sums[e] : Batch(0.0F);
    alignas(64) float totals[groups * width];
    for (std::size_t g = 0; g < groups; ++g) LaneSums<Arch>::of(padded + g * width).store_aligned(totals + g * width);
    for (std::size_t i = 0; i < R; ++i) {
      for (std::size_t j = 0; j < C; ++j) scores[j * n + i] = totals[i * C + j];
    }
  }

  using ScoreTile = void (*)(const float* const*, const float* const*, std::size_t, std::size_t, float*);
  template <std::size_t... E>
  static constexpr auto score_table(std::index_sequence<E...>) {
    struct Table {
      ScoreTile tiles[sizeof...(E)];
    };
    return Table{{&score_tile<E / tile_targets + 1, E % tile_targets + 1>...}};
  }

  static void score(const WindowStep& s, float* scores) {
    static constexpr auto table = score_table(std::make_index_sequence<tile_inputs * tile_targets>());
    for (std::size_t j = 0; j < s.m; j += tile_targets) {
      const std::size_t c = s.m - j < tile_targets ? s.m - j : tile_targets;
      for (std::size_t i = 0; i < s.n; i += tile_inputs) {
        const std::size_t r = s.n - i < tile_inputs ? s.n - i : tile_inputs;
        table.tiles[(r - 1) * tile_targets + c - 1](s.inputs + i, s.targets + j, s.d, s.n, scores + j * s.n + i);
      }
    }
  }

  // Scores become factors of the update, lr (label − σ(s)) times the weight; the losses are added up. The last vector
  // reads beyond the scores, into scratch that is there for it.
  static void differentiate(WindowStep& s, float* scores) {
    alignas(64) float lanes[width];
    for (std::size_t i = 0; i < width; ++i) lanes[i] = static_cast<float>(i);
    const Batch lane = Batch::load_aligned(lanes), zero(0.0F), one(1.0F), lr(s.lr);
    const std::size_t count = s.n * s.m;
    Batch attract(0.0F), repel(0.0F);
    for (std::size_t e = 0; e < count; e += width) {
      const Batch index = lane + Batch(static_cast<float>(e));
      const auto is_pair = index < Batch(static_cast<float>(count));
      const auto is_true = index < Batch(static_cast<float>(s.n));
      const Batch score = xsimd::select(is_pair, Batch::load_unaligned(scores + e), zero);
      Batch weight = xsimd::select(is_pair, one, zero);
      if (s.weights != nullptr) weight = xsimd::select(is_pair, Batch::load_unaligned(s.weights + e), zero);
      const Batch small = xsimd::exp(-xsimd::abs(score));
      const Batch sigmoid = xsimd::select(score < zero, small, one) / (one + small);
      const Batch label = xsimd::select(is_true, one, zero);
      const Batch loss = weight * (xsimd::max(score, zero) - score * label + xsimd::log(one + small));
      attract += xsimd::select(is_true, loss, zero);
      repel += xsimd::select(is_true, zero, loss);
      (lr * weight * (label - sigmoid)).store_unaligned(scores + e);
    }
    s.attract += static_cast<double>(xsimd::hadd(attract));
    s.repel += static_cast<double>(xsimd::hadd(repel));
  }

  // One vector of columns: every input against C targets. `start` holds the inputs' starting values.
  template <std::size_t C, bool Whole>
  static void update_columns(const WindowStep& s, const float* const* start, float* const* y, const float* factors,
                             std::size_t column, std::size_t count) {
    Batch targets[C], moved[C];
#pragma GCC unroll 16
    for (std::size_t j = 0; j < C; ++j) moved[j] = targets[j] = load<Whole>(y[j] + column, count);
    for (std::size_t i = 0; i < s.n; ++i) {
      const Batch input = load<Whole>(start[i] + column, count);
      Batch sum = start == s.inputs ? input : load<Whole>(s.inputs[i] + column, count);
#pragma GCC unroll 16
      for (std::size_t j = 0; j < C; ++j) {
        const Batch factor(factors[j * s.n + i]);
        sum = xsimd::fma(factor, targets[j], sum);
        moved[j] = xsimd::fma(factor, input, moved[j]);
      }
      store<Whole>(s.inputs[i] + column, count, sum);
    }
#pragma GCC unroll 16
    for (std::size_t j = 0; j < C; ++j) store<Whole>(y[j] + column, count, moved[j]);
  }

  template <std::size_t C>
  static void update_strip(const WindowStep& s, const float* const* start, float* const* y, const float* factors) {
    std::size_t column = 0;
    for (; column + width <= s.d; column += width) {
      for (std::size_t r = 0; r < s.next_count; ++r) __builtin_prefetch(s.next[r] + column, 1);
      update_columns<C, true>(s, start, y, factors, column, width);
    }
    if (column < s.d) {
      for (std::size_t r = 0; r < s.next_count; ++r) __builtin_prefetch(s.next[r] + s.d - 1, 1);
      update_columns<C, false>(s, start, y, factors, column, s.d - column);
    }
  }

  using UpdateStrip = void (*)(const WindowStep&, const float* const*, float* const*, const float*);
  template <std::size_t... C>
  static constexpr auto update_table(std::index_sequence<C...>) {
    struct Table {
      UpdateStrip strips[sizeof...(C)];
    };
    return Table{{&update_strip<C + 1>...}};
  }

  static void update(WindowStep& s, const float* factors, float* copies) {
    static constexpr auto table = update_table(std::make_index_sequence<strip_targets>());
    if (s.m <= strip_targets) return table.strips[s.m - 1](s, s.inputs, s.targets, factors);
    // Several strips: later ones must see the inputs as they were, so those are copied first.
    auto** start = reinterpret_cast<const float**>(copies + s.n * s.d);
    for (std::size_t i = 0; i < s.n; ++i) {
      for (std::size_t c = 0; c < s.d; ++c) copies[i * s.d + c] = s.inputs[i][c];
      start[i] = copies + i * s.d;
    }
    for (std::size_t j = 0; j < s.m; j += strip_targets) {
      const std::size_t c = s.m - j < strip_targets ? s.m - j : strip_targets;
      table.strips[c - 1](s, start, s.targets + j, factors + j * s.n);
      s.next_count = 0;  // fetched with the first strip
    }
  }

  static void step(WindowStep& s) {
    const std::size_t padded = (s.n * s.m + 15) / 16 * 16;
    float* scores = s.scratch;
    score(s, scores);
    differentiate(s, scores);
    update(s, scores, s.scratch + padded);
  }
};

template <class Arch>
void window_step_kernel(WindowStep& s);

}  // namespace rowgrad::detail
