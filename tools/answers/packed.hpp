// Long lists of numbers in JSON: little-endian bytes as base64, which a browser turns into a typed array at once.
#pragma once

#include <openssl/evp.h>

#include <bit>
#include <span>
#include <string>

#include "config/types.hpp"

namespace rowgrad {

static_assert(std::endian::native == std::endian::little);

/// {type: base64, "shape": [rows, columns]}. `type` is what a page decodes it as: "f32", "f16", "u32", "u8".
template <class T>
Json packed(const char* type, std::span<const T> numbers, std::size_t columns) {
  const std::size_t bytes = numbers.size_bytes();
  std::string text(4 * ((bytes + 2) / 3) + 1, '\0');  // EVP_EncodeBlock ends it with a zero
  constexpr std::size_t part = 3u << 28;              // its length is an int; no padding between parts
  std::size_t length = 0;
  for (std::size_t at = 0; at < bytes; at += part) {
    const auto* from = reinterpret_cast<const unsigned char*>(numbers.data()) + at;
    length += static_cast<std::size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()) + length, from,
                                                       static_cast<int>(std::min(part, bytes - at))));
  }
  text.resize(length);
  return {{type, std::move(text)}, {"shape", {columns == 0 ? 0 : numbers.size() / columns, columns}}};
}

}  // namespace rowgrad
