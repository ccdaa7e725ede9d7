// What xsimd 8.1 lacks for the window kernel: pieces of a vector at a row's end, and sums across lanes. Included only
// by units compiled for one instruction set; see kernels/rows_kernels.hpp for why those may contain nothing else.
#pragma once

#include <xsimd/xsimd.hpp>

namespace rowgrad::detail {

/// `Columns` values of a row in the first lanes of a vector, zeros in the others. A row's end is taken apart into
/// multiples of four columns, because no load can be served from a masked store still on its way to the cache: the next
/// window, which uses the same rows, would wait for it.
template <class Batch, std::size_t Columns>
struct Piece {
  static_assert(Columns == Batch::size);
  static Batch load(const float* p, std::size_t) { return Batch::load_unaligned(p); }
  static void store(float* p, const Batch& value, std::size_t) { value.store_unaligned(p); }
};

/// Fewer than four columns, `count` of them.
template <class Batch>
struct Piece<Batch, 0> {
  static Batch load(const float* p, std::size_t count) {
    alignas(64) float lanes[Batch::size] = {};
    for (std::size_t i = 0; i < count; ++i) lanes[i] = p[i];
    return Batch::load_aligned(lanes);
  }
  static void store(float* p, const Batch& value, std::size_t count) {
    alignas(64) float lanes[Batch::size];
    value.store_aligned(lanes);
    for (std::size_t i = 0; i < count; ++i) p[i] = lanes[i];
  }
};

#ifdef __AVX2__
template <>
struct Piece<xsimd::batch<float, xsimd::fma3<xsimd::avx2>>, 4> {
  using Batch = xsimd::batch<float, xsimd::fma3<xsimd::avx2>>;
  static Batch load(const float* p, std::size_t) { return _mm256_zextps128_ps256(_mm_loadu_ps(p)); }
  static void store(float* p, const Batch& v, std::size_t) { _mm_storeu_ps(p, _mm256_castps256_ps128(v)); }
};
#endif

#ifdef __AVX512F__
using Batch512 = xsimd::batch<float, xsimd::avx512bw>;

template <>
struct Piece<Batch512, 4> {
  static Batch512 load(const float* p, std::size_t) { return _mm512_zextps128_ps512(_mm_loadu_ps(p)); }
  static void store(float* p, const Batch512& v, std::size_t) { _mm_storeu_ps(p, _mm512_castps512_ps128(v)); }
};

template <>
struct Piece<Batch512, 8> {
  static Batch512 load(const float* p, std::size_t) { return _mm512_zextps256_ps512(_mm256_loadu_ps(p)); }
  static void store(float* p, const Batch512& v, std::size_t) { _mm256_storeu_ps(p, _mm512_castps512_ps256(v)); }
};

template <>
struct Piece<Batch512, 12> {
  static Batch512 load(const float* p, std::size_t) {
    return _mm512_insertf32x4(_mm512_zextps256_ps512(_mm256_loadu_ps(p)), _mm_loadu_ps(p + 8), 2);
  }
  static void store(float* p, const Batch512& v, std::size_t) {
    _mm256_storeu_ps(p, _mm512_castps512_ps256(v));
    _mm_storeu_ps(p + 8, _mm512_extractf32x4_ps(v, 2));
  }
};
#endif

/// How many vectors of columns a kernel takes at once.
template <std::size_t N>
struct Vectors {
  static constexpr std::size_t count = N;
};

/// Calls f(Piece, Vectors, column, count) for a row's `d` columns: by `AtOnce` whole vectors, then one by one, then
/// what is left.
template <class Batch, std::size_t AtOnce, class F>
[[gnu::always_inline]] inline void for_each_piece(std::size_t d, F f) {
  constexpr std::size_t width = Batch::size;
  std::size_t column = 0;
  for (; column + AtOnce * width <= d; column += AtOnce * width)
    f(Piece<Batch, width>{}, Vectors<AtOnce>{}, column, width);
  if constexpr (AtOnce > 1) {
    for (; column + width <= d; column += width) f(Piece<Batch, width>{}, Vectors<1>{}, column, width);
  }
  const std::size_t fours = (d - column) / 4 * 4;
  if constexpr (width > 12) {
    if (fours == 12) f(Piece<Batch, 12>{}, Vectors<1>{}, column, fours);
  }
  if constexpr (width > 8) {
    if (fours == 8) f(Piece<Batch, 8>{}, Vectors<1>{}, column, fours);
  }
  if constexpr (width > 4) {
    if (fours == 4) f(Piece<Batch, 4>{}, Vectors<1>{}, column, fours);
  }
  column += fours;
  if (column < d) f(Piece<Batch, 0>{}, Vectors<1>{}, column, d - column);
}

/// The sums of as many vectors as a vector has lanes, in their order.
template <class Batch>
struct LaneSums {
  static Batch of(const Batch* vectors) { return xsimd::haddp(vectors); }
};

#ifdef __AVX512F__
/// xsimd 8.1 returns these out of order for AVX-512.
template <>
struct LaneSums<Batch512> {
  static __m512 pairs(__m512 a, __m512 b) { return _mm512_add_ps(_mm512_unpacklo_ps(a, b), _mm512_unpackhi_ps(a, b)); }
  static __m512 quads(__m512 a, __m512 b) {
    const __m512d x = _mm512_castps_pd(a), y = _mm512_castps_pd(b);
    return _mm512_add_ps(_mm512_castpd_ps(_mm512_unpacklo_pd(x, y)), _mm512_castpd_ps(_mm512_unpackhi_pd(x, y)));
  }
  static __m512 quarters(__m512 a, __m512 b) {
    return _mm512_add_ps(_mm512_shuffle_f32x4(a, b, 0x88), _mm512_shuffle_f32x4(a, b, 0xdd));
  }
  static __m512 four(const Batch512* v) { return quads(pairs(v[0], v[1]), pairs(v[2], v[3])); }
  static Batch512 of(const Batch512* v) {
    return quarters(quarters(four(v), four(v + 4)), quarters(four(v + 8), four(v + 12)));
  }
};
#endif

}  // namespace rowgrad::detail
