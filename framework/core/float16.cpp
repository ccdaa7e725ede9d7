#include "core/float16.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace rowgrad {
namespace {

constexpr std::uint32_t float_infinity = 0x7f800000, smallest_normal = 0x38800000;  // 2^-14
constexpr std::uint32_t rounds_to_infinity = 0x477ff000;                            // 65520
constexpr std::uint32_t exponent_shift = 112U << 23;                                // of the biases, 127 and 15
constexpr float subnormal_step = 0x1p-24F;

// Of a magnitude below 2^-14: how many steps of 2^-24. 1024 of them are the smallest normal number, bits and all.
std::uint32_t steps(float magnitude) {
  const float exact = magnitude / subnormal_step;
  const auto below = static_cast<std::uint32_t>(exact);
  const float rest = exact - static_cast<float>(below);
  return below + (rest > 0.5F || (rest == 0.5F && below % 2 == 1) ? 1 : 0);
}

}  // namespace

Float16 to_float16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = bits >> 16 & 0x8000U, magnitude = bits & 0x7fffffffU;
  std::uint32_t rounded = 0;
  if (magnitude > float_infinity) {
    rounded = 0x7e00;
  } else if (magnitude >= rounds_to_infinity) {
    rounded = 0x7c00;
  } else if (magnitude < smallest_normal) {
    rounded = steps(std::bit_cast<float>(magnitude));
  } else {
    const std::uint32_t shifted = magnitude - exponent_shift;
    rounded = (shifted + 0xfff + (shifted >> 13 & 1U)) >> 13;  // a carry out of the mantissa goes to the exponent
  }
  return {static_cast<std::uint16_t>(sign | rounded)};
}

float to_float(Float16 value) {
  const std::uint32_t sign = (value.bits & 0x8000U) << 16, exponent = value.bits >> 10 & 0x1fU,
                      mantissa = value.bits & 0x3ffU;
  if (exponent == 0) {
    const float magnitude = static_cast<float>(mantissa) * subnormal_step;
    return std::bit_cast<float>(sign | std::bit_cast<std::uint32_t>(magnitude));
  }
  if (exponent == 0x1f) return std::bit_cast<float>(sign | float_infinity | mantissa << 13);
  return std::bit_cast<float>(sign | ((exponent << 23) + exponent_shift) | mantissa << 13);
}

bool fits_float16(std::span<const float> values) {
  float largest = 0.0F;
  for (const float value : values) {
    const float magnitude = std::abs(value);
    if (!(magnitude < 65520.0F)) return false;
    largest = std::max(largest, magnitude);
  }
  return largest == 0.0F || largest >= 0x1p-14F;
}

}  // namespace rowgrad
