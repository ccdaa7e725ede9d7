#include "core/parse_number.hpp"

#include <cstdint>
#include <string>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a text is a number as a whole or not at all") {
  CHECK(parse_number<std::uint64_t>("18446744073709551615") == 18446744073709551615U);
  CHECK(parse_number<double>("-1e-3") == -1e-3);
  for (const char* const wrong : {"", " 1", "1 ", "1x", "-1", "1.5", "18446744073709551616"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_number<std::uint64_t>(wrong));
  }
  CHECK_FALSE(parse_number<double>("1,5"));
}

}  // namespace
}  // namespace rowgrad
