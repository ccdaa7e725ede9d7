// Content hashes: whether bytes are still those that were written. They find damage and changes, not forgery.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace rowgrad {

/// XXH3 with 64 bits (Y. Collet, github.com/Cyan4973/xxHash) as 16 hexadecimal digits; of more than 8 MB the hash of
/// the hashes of its pieces, which all threads make.
std::string content_hash(const void* data, std::size_t bytes);
inline constexpr std::size_t hash_piece = std::size_t{8} << 20;
/// A hash's 16 digits.
std::string hash_text(std::uint64_t hash);

/// That of a file's bytes as they are stored, or of standard input for "-". Throws an input Error if it cannot be read.
std::string file_hash(const std::filesystem::path& file);

}  // namespace rowgrad
