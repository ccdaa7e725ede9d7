// A comparison for each row kernel that reads or writes BFloat16.
#pragma once

#include <bit>
#include <limits>

#include "kernels/rows.hpp"
#include "tests/kernels/fenced_row.hpp"

namespace rowgrad {

inline float number(BFloat16 x) { return std::bit_cast<float>(static_cast<std::uint32_t>(x.bits) << 16); }

/// Whether `rounded` is the last BFloat16 on the way from 0 to x.
inline bool is_towards_zero(BFloat16 rounded, float x) {
  const float next = number({static_cast<std::uint16_t>(rounded.bits + 1)});
  return std::abs(number(rounded)) <= std::abs(x) && std::abs(x) < std::abs(next) &&
         std::signbit(number(rounded)) == std::signbit(x);
}

// Ordinary numbers, and then some that are at an edge, or no number.
template <class T>
void compare_round_difference(const RowKernels<T>& kernels, std::size_t n) {
  const FencedRow<T> x(n, 1), y(n, 2);
  std::vector<BFloat16> d(n + 1, BFloat16{0x1234});
  kernels.round_difference(x.data(), y.data(), d.data(), n);
  for (std::size_t i = 0; i < n; ++i) CHECK(is_towards_zero(d[i], static_cast<float>(x[i] - y[i])));
  CHECK(d[n] == BFloat16{0x1234});

  constexpr T infinity = std::numeric_limits<T>::infinity();
  const std::pair<T, std::uint16_t> special[] = {{T(0), 0},
                                                 {T(1) + T(0x1.fp-8), 0x3f80},
                                                 {T(-1) - T(0x1p-7), 0xbf81},
                                                 {-infinity, 0xff80},
                                                 {std::numeric_limits<T>::quiet_NaN(), 0x7fc0}};
  for (const auto& [value, bits] : special) {
    const std::vector<T> values(n, value), zeros(n, T(0));
    kernels.round_difference(values.data(), zeros.data(), d.data(), n);
    for (std::size_t i = 0; i < n; ++i) CHECK(d[i].bits == bits);
  }
}

// From 0.125 on, growing.
inline std::vector<BFloat16> rounded_row(std::size_t n, unsigned step) {
  std::vector<BFloat16> x;
  for (std::size_t i = 0; i < n; ++i) x.push_back({static_cast<std::uint16_t>(0x3e00 + step * i)});
  return x;
}

template <class T>
void compare_round_sum(const RowKernels<T>& kernels, std::size_t n) {
  const std::vector<BFloat16> rows[] = {rounded_row(n, 37), rounded_row(n, 29), rounded_row(n, 31)};
  const BFloat16* const several[] = {rows[0].data(), rows[1].data(), rows[2].data()};
  for (const std::size_t count : {1, 2, 3}) {
    std::vector<BFloat16> sum(n + 1, BFloat16{0x1234});
    kernels.round_sum(std::span(several).first(count), sum.data(), n);
    for (std::size_t i = 0; i < n; ++i) {
      T expected(0);
      for (std::size_t r = 0; r < count; ++r) expected += static_cast<T>(number(rows[r][i]));
      CHECK(is_towards_zero(sum[i], static_cast<float>(expected)));
    }
    CHECK(sum[n] == BFloat16{0x1234});
  }
}

// A kernel that takes over changes, of which sum(change, mine) is what all have changed.
template <class T, class Sum>
void compare_taking_over(decltype(RowKernels<T>::take_over) take_over, std::size_t n, const Sum& sum) {
  const FencedRow<T> old_base(n, 1), old_now(n, 2);
  FencedRow<T> base = old_base, now = old_now;
  const std::vector<BFloat16> changes = rounded_row(n, 37), mine = rounded_row(n, 29);
  take_over(T(0.75), changes.data(), mine.data(), base.data(), now.data(), n);
  const auto added = [&](std::size_t i) { return 0.75 * sum(number(changes[i]), number(mine[i])); };
  check_row(base, [&](std::size_t i) { return old_base[i] + added(i); });
  check_row(now, [&](std::size_t i) { return old_now[i] + added(i) - number(mine[i]); });
}

template <class T>
void compare_take_over(const RowKernels<T>& kernels, std::size_t n) {
  compare_taking_over<T>(kernels.take_over, n, [](double sum, double) { return sum; });
}

template <class T>
void compare_take_over_from_one(const RowKernels<T>& kernels, std::size_t n) {
  compare_taking_over<T>(kernels.take_over_from_one, n, [](double theirs, double mine) { return theirs + mine; });
}

}  // namespace rowgrad
