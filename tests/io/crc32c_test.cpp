#include "io/crc32c.hpp"

#include <string>

#include "tests/catch.hpp"

namespace rowgrad {

// From RFC 3720, appendix B.4, and the check value of the CRC catalogue.
TEST_CASE("crc32c gives the published values") {
  CHECK(crc32c("123456789") == 0xE3069283U);
  CHECK(crc32c(std::string(32, '\0')) == 0x8A9136AAU);
  CHECK(crc32c(std::string(32, '\xff')) == 0x62A8AB43U);
  CHECK(crc32c("") == 0U);
}

}  // namespace rowgrad
