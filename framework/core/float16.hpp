// Float16: IEEE 754 binary16 as a stored number, half of a float's bytes. Nothing is computed in it.
//
// 1 sign, 5 exponent and 10 mantissa bits: whole to 2048, largest 65504, smallest normal 2^-14, steps of 2^-24 below.
#pragma once

#include <cstdint>
#include <span>

namespace rowgrad {

struct Float16 {
  std::uint16_t bits;
  bool operator==(const Float16&) const = default;
};

/// The nearest Float16, of two as near the one with an even last bit; from 65520 on infinity. NaN stays NaN.
Float16 to_float16(float value);
/// The same number as a float, which is exact.
float to_float(Float16 value);

/// Whether Float16 keeps what `values` say: none is rounded to infinity or is not finite, and the largest is not so
/// small that it has fewer bits than a Float16 has. The error is then at most 2^-11 of a value, or 2^-25.
bool fits_float16(std::span<const float> values);

}  // namespace rowgrad
