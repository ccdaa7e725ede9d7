// Long lists of numbers in JSON: little-endian bytes as base64, which a browser turns into a typed array at once.
#pragma once

#include <openssl/evp.h>

#include <algorithm>
#include <bit>
#include <span>
#include <string>
#include <vector>

#include "config/types.hpp"
#include "core/float16.hpp"

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

/// Floats in half the bytes, for what is looked at; as they are where that would not be enough.
inline Json packed_small(std::span<const float> numbers, std::size_t columns) {
  if (!fits_float16(numbers)) return packed("f32", numbers, columns);
  std::vector<Float16> small;
  for (const float number : numbers) small.push_back(to_float16(number));
  return packed("f16", std::span<const Float16>(small), columns);
}

}  // namespace rowgrad
