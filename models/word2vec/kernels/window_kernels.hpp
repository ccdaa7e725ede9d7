// The source of the window kernel, templated on the instruction set. Included only by the translation units that are
// compiled for one instruction set; see kernels/rows_kernels.hpp for why those may contain nothing else.
#pragma once

#include <utility>

#include "models/word2vec/kernels/vector_pieces.hpp"
#include "models/word2vec/kernels/window.hpp"

namespace rowgrad::detail {

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

  // R x C dot products into `totals`, in whole vectors: totals[i * C + j] = x[i] · y[j].
  template <std::size_t R, std::size_t C>
  static void score_tile(const float* const* x, const float* const* y, std::size_t d, float* totals) {
    constexpr std::size_t groups = (R * C + width - 1) / width;
    Batch sums[groups * width];
#pragma GCC unroll 32
    for (std::size_t e = 0; e < groups * width; ++e) sums[e] = Batch(0.0F);
    for_each_piece<Batch, 1>(
        d, [&](auto piece, auto, std::size_t column, std::size_t count) __attribute__((always_inline)) {
          Batch targets[C];
#pragma GCC unroll 16
          for (std::size_t j = 0; j < C; ++j) targets[j] = piece.load(y[j] + column, count);
#pragma GCC unroll 16
          for (std::size_t i = 0; i < R; ++i) {
            const Batch input = piece.load(x[i] + column, count);
#pragma GCC unroll 16
            for (std::size_t j = 0; j < C; ++j) sums[i * C + j] = xsimd::fma(input, targets[j], sums[i * C + j]);
          }
        });
    for (std::size_t g = 0; g < groups; ++g) LaneSums<Batch>::of(sums + g * width).store_unaligned(totals + g * width);
  }

  using ScoreTile = void (*)(const float* const*, const float* const*, std::size_t, float*);
  template <std::size_t... E>
  static constexpr auto score_table(std::index_sequence<E...>) {
    struct Table {
      ScoreTile tiles[sizeof...(E)];
    };
    return Table{{&score_tile<E / tile_targets + 1, E % tile_targets + 1>...}};
  }

  // scores[i * m + j] = inputs[i] · targets[j]. A tile as wide as the window writes in place. It may overrun by less
  // than one vector, into the next tile, which is written later, or into padding.
  static void score(const WindowStep& s) {
    static constexpr auto table = score_table(std::make_index_sequence<tile_inputs * tile_targets>());
    for (std::size_t j = 0; j < s.m; j += tile_targets) {
      const std::size_t c = s.m - j < tile_targets ? s.m - j : tile_targets;
      for (std::size_t i = 0; i < s.n; i += tile_inputs) {
        const std::size_t r = s.n - i < tile_inputs ? s.n - i : tile_inputs;
        const ScoreTile tile = table.tiles[(r - 1) * tile_targets + c - 1];
        if (c == s.m) {
          tile(s.inputs + i, s.targets, s.d, s.scores + i * s.m);
          continue;
        }
        float totals[tile_inputs * tile_targets + width];
        tile(s.inputs + i, s.targets + j, s.d, totals);
        for (std::size_t e = 0; e < r * c; ++e) s.scores[(i + e / c) * s.m + j + e % c] = totals[e];
      }
    }
  }

  // log(1 + x) for x in [0, 1], to 2e-7: the Chebyshev interpolant of degree 7 of log(1 + x) / x, times x.
  static Batch log1p(const Batch& x) {
    constexpr float coefficients[] = {0.0434938998F, -0.106850029F, 0.176874767F, -0.244747742F,
                                      0.332719284F,  -0.499971745F, 0.999999781F};
    Batch sum(-0.00837115255F);
    for (const float c : coefficients) sum = xsimd::fma(sum, x, Batch(c));
    return sum * x;
  }

  // Scores become factors of the update, lr (label − σ(s)) times the weight; the losses are added up. With z = −s for
  // the true target and s for noise, the loss is log(1 + exp z) and its derivative σ(z) either way. The last vector may
  // overrun the scores, into padding.
  static void differentiate(const WindowStep& s) {
    alignas(64) float lanes[width];
    for (std::size_t i = 0; i < width; ++i) lanes[i] = static_cast<float>(i);
    const Batch zero(0.0F), one(1.0F), lr(s.lr), half(0.5F);
    const Batch m(static_cast<float>(s.m)), per(1.0F / static_cast<float>(s.m));
    const Batch end(static_cast<float>(s.n * s.m));
    Batch index = Batch::load_aligned(lanes);
    Batch positive = Batch::load_unaligned(s.losses), negative = Batch::load_unaligned(s.losses + 16);
    for (std::size_t e = 0; e < s.n * s.m; e += width) {
      const auto is_pair = index < end;
      const auto is_true = index - m * xsimd::floor((index + half) * per) < half;  // the first of every m
      const Batch score = Batch::load_unaligned(s.scores + e);
      const Batch z = xsimd::select(is_true, -score, score);
      const Batch small = xsimd::exp(-xsimd::abs(z));
      const Batch sigmoid = xsimd::select(z < zero, small, one) / (one + small);
      Batch loss = xsimd::max(z, zero) + log1p(small);
      Batch factor = xsimd::select(is_true, lr, -lr) * sigmoid;
      if (s.weights != nullptr) {
        const Batch weight = Batch::load_unaligned(s.weights + e);
        loss *= weight;
        factor *= weight;
      }
      loss = xsimd::select(is_pair, loss, zero);
      positive += xsimd::select(is_true, loss, zero);
      negative += xsimd::select(is_true, zero, loss);
      factor.store_unaligned(s.scores + e);
      index += Batch(static_cast<float>(width));
    }
    positive.store_unaligned(s.losses);
    negative.store_unaligned(s.losses + 16);
  }

  // `count` columns of a row in V vectors, or their end.
  template <std::size_t V>
  [[gnu::always_inline]] static void prefetch(const float* row, std::size_t count) {
#pragma GCC unroll 2
    for (std::size_t v = 0; v < V; ++v) __builtin_prefetch(row + v * width, 1);
    if (count != width) __builtin_prefetch(row + count - 1, 1);
  }

  // Every input against C targets, the first of which is target j0. `start` holds the inputs' starting values.
  template <std::size_t C>
  static void update_strip(const WindowStep& s, const float* const* start, std::size_t j0) {
    // Local copies: as far as the compiler knows, storing a vector may change the members of s.
    const std::size_t n = s.n, m = s.m, next_count = j0 == 0 ? s.next_count : 0;
    float *const *x = s.inputs, *const *y = s.targets + j0, *const *next = s.next;
    const float* factors = s.scores + j0;
    const auto update = [&](auto piece, auto vectors, std::size_t column, std::size_t count)
        __attribute__((always_inline)) {
      constexpr std::size_t V = decltype(vectors)::count;
      for (std::size_t r = 0; r < next_count; ++r) prefetch<V>(next[r] + column, count);
      Batch targets[C * V], moved[C * V];
#pragma GCC unroll 16
      for (std::size_t e = 0; e < C * V; ++e)
        moved[e] = targets[e] = piece.load(y[e / V] + column + e % V * width, count);
      for (std::size_t i = 0; i < n; ++i) {
        Batch input[V], sum[V];
#pragma GCC unroll 2
        for (std::size_t v = 0; v < V; ++v) {
          input[v] = piece.load(start[i] + column + v * width, count);
          sum[v] = start == x ? input[v] : piece.load(x[i] + column + v * width, count);
        }
#pragma GCC unroll 16
        for (std::size_t j = 0; j < C; ++j) {
          const Batch factor(factors[i * m + j]);
#pragma GCC unroll 2
          for (std::size_t v = 0; v < V; ++v) {
            sum[v] = xsimd::fma(factor, targets[j * V + v], sum[v]);
            moved[j * V + v] = xsimd::fma(factor, input[v], moved[j * V + v]);
          }
        }
#pragma GCC unroll 2
        for (std::size_t v = 0; v < V; ++v) piece.store(x[i] + column + v * width, sum[v], count);
      }
#pragma GCC unroll 16
      for (std::size_t e = 0; e < C * V; ++e) piece.store(y[e / V] + column + e % V * width, moved[e], count);
    };
    for_each_piece<Batch, C <= strip_targets / 2 ? 2 : 1>(s.d, update);
  }

  using UpdateStrip = void (*)(const WindowStep&, const float* const*, std::size_t);
  template <std::size_t... C>
  static constexpr auto update_table(std::index_sequence<C...>) {
    struct Table {
      UpdateStrip strips[sizeof...(C)];
    };
    return Table{{&update_strip<C + 1>...}};
  }

  static void update(const WindowStep& s) {
    static constexpr auto table = update_table(std::make_index_sequence<strip_targets>());
    if (s.m <= strip_targets) return table.strips[s.m - 1](s, s.inputs, 0);
    // Several strips: later ones must see the inputs as they were, so those are copied first.
    for (std::size_t i = 0; i < s.n; ++i) {
      for (std::size_t c = 0; c < s.d; ++c) s.copies[i * s.d + c] = s.inputs[i][c];
      s.starts[i] = s.copies + i * s.d;
    }
    for (std::size_t j = 0; j < s.m; j += strip_targets) {
      const std::size_t c = s.m - j < strip_targets ? s.m - j : strip_targets;
      table.strips[c - 1](s, s.starts, j);
    }
  }

  static void step(const WindowStep& s) {
    score(s);
    differentiate(s);
    update(s);
  }
};

}  // namespace rowgrad::detail
