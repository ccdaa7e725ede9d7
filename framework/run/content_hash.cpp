#include "run/content_hash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#define XXH_INLINE_ALL  // the header is all there is to link
#include <xxhash.h>

#include "core/input_text.hpp"
#include "core/parallel.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t piece = hash_piece;

std::uint64_t hash(const char* data, std::size_t bytes) {
  if (bytes <= piece) return XXH3_64bits(data, bytes);
  std::vector<std::uint64_t> pieces((bytes + piece - 1) / piece);
  parallel_for(pieces.size(), 1, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i)
      pieces[i] = XXH3_64bits(data + i * piece, std::min(piece, bytes - i * piece));
  });
  return hash(reinterpret_cast<const char*>(pieces.data()), pieces.size() * sizeof(pieces[0]));
}

}  // namespace

std::string content_hash(const void* data, std::size_t bytes) {
  return hash_text(hash(static_cast<const char*>(data), bytes));
}

std::string hash_text(std::uint64_t hash) { return fmt::format("{:016x}", hash); }

std::string file_hash(const std::filesystem::path& file) {
  const InputBytes source(file);
  return content_hash(source.view().data(), source.view().size());
}

}  // namespace rowgrad
