// CRC-32C (Castagnoli; RFC 3720, appendix B.4): the checksum of TFRecord files.
#pragma once

#include <cstdint>
#include <string_view>

namespace rowgrad {

/// crc32c("123456789") is 0xE3069283.
std::uint32_t crc32c(std::string_view bytes);

}  // namespace rowgrad
