// BFloat16: the upper half of a float, for numbers on their way between machines. Nothing is computed in it.
//
// 1 sign, 8 exponent and 7 mantissa bits: the range of a float; rounding towards 0 takes less than 2^-7 of a number.
#pragma once

#include <cstdint>

namespace rowgrad {

struct BFloat16 {
  std::uint16_t bits;
  bool operator==(const BFloat16&) const = default;
};

}  // namespace rowgrad
