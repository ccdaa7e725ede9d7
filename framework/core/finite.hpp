// all_finite: whether numbers hold neither NaN nor infinity, at the speed of reading them.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace rowgrad {

/// T is float or double. A number is not finite if all bits of its exponent are set; adding one to the exponent then
/// carries into the sign bit. Integer arithmetic in blocks of a fixed size, which GCC vectorises at -O2 too.
template <class T>
bool all_finite(const T* values, std::size_t n) {
  using Bits = std::conditional_t<sizeof(T) == sizeof(std::uint32_t), std::uint32_t, std::uint64_t>;
  constexpr Bits exponent = std::bit_cast<Bits>(std::numeric_limits<T>::infinity());
  constexpr Bits sign = Bits{1} << (8 * sizeof(T) - 1);
  constexpr Bits one = sign - exponent;  // the exponent's lowest bit
  constexpr std::size_t block = 64;
  std::size_t i = 0;
  for (; i + block <= n; i += block) {
    Bits any = 0;
    for (std::size_t j = 0; j < block; ++j) any |= (std::bit_cast<Bits>(values[i + j]) & ~sign) + one;
    if ((any & sign) != 0) return false;
  }
  for (; i < n; ++i) {
    if ((((std::bit_cast<Bits>(values[i]) & ~sign) + one) & sign) != 0) return false;
  }
  return true;
}

}  // namespace rowgrad
