#include "core/float16.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

constexpr std::uint16_t infinity = 0x7c00, sign = 0x8000;

float value_of(unsigned bits) { return to_float({static_cast<std::uint16_t>(bits)}); }

TEST_CASE("each of the 65536 float16 numbers survives the way to float and back") {
  for (unsigned bits = 0; bits <= 0xffff; ++bits) {
    const float value = value_of(bits);
    const bool is_nan = (bits & 0x7fffU) > infinity;
    CAPTURE(bits);
    REQUIRE(std::isnan(value) == is_nan);
    if (is_nan) {
      REQUIRE(std::isnan(to_float(to_float16(value))));
    } else {
      REQUIRE(to_float16(value).bits == bits);
    }
  }
}

TEST_CASE("float16 numbers mean what IEEE 754 says") {
  CHECK(value_of(0x3c00) == 1.0F);
  CHECK(value_of(0xc000) == -2.0F);
  CHECK(value_of(0x7bff) == 65504.0F);
  CHECK(value_of(0x0400) == 0x1p-14F);
  CHECK(value_of(0x0001) == 0x1p-24F);
  CHECK(value_of(0x3555) == Approx(1.0 / 3.0).epsilon(1e-3));
  CHECK(value_of(infinity) == std::numeric_limits<float>::infinity());
  CHECK(std::signbit(value_of(sign)));
}

TEST_CASE("a float is rounded to the nearer float16, half-way to the even one") {
  for (unsigned bits = 0; bits < 0x7bff; ++bits) {  // all neighbours below the largest, subnormal ones too
    const float low = value_of(bits), high = value_of(bits + 1), middle = low + (high - low) / 2.0F;
    CAPTURE(bits);
    REQUIRE(to_float16(middle).bits == (bits % 2 == 0 ? bits : bits + 1));
    REQUIRE(to_float16(std::nextafter(middle, 0.0F)).bits == bits);
    REQUIRE(to_float16(std::nextafter(middle, high)).bits == bits + 1);
    REQUIRE(to_float16(-std::nextafter(middle, high)).bits == ((bits + 1) | sign));
  }
}

TEST_CASE("what is too large becomes infinity and what is too small zero") {
  CHECK(to_float16(std::nextafter(65520.0F, 0.0F)).bits == 0x7bff);
  CHECK(to_float16(65520.0F).bits == infinity);
  CHECK(to_float16(-1e30F).bits == (infinity | sign));
  CHECK(to_float16(0x1p-25F).bits == 0);
  CHECK(to_float16(std::numeric_limits<float>::denorm_min()).bits == 0);
}

TEST_CASE("float16 is enough unless a value leaves its range or all lie below it") {
  const float infinite = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
  CHECK(fits_float16(std::vector<float>{}));
  CHECK(fits_float16(std::vector{0.0F, -0.0F}));
  CHECK(fits_float16(std::vector{65504.0F, 1e-9F}));
  CHECK_FALSE(fits_float16(std::vector{0.5F, -65520.0F}));
  CHECK_FALSE(fits_float16(std::vector{0.5F, infinite}));
  CHECK_FALSE(fits_float16(std::vector{nan, 0.5F}));
  CHECK_FALSE(fits_float16(std::vector{1e-6F, -3e-5F}));
}

}  // namespace
}  // namespace rowgrad
