#include "run/checksums.hpp"

#include <algorithm>
#include <atomic>

#include "core/parallel.hpp"
#include "core/zero_blocks.hpp"
#include "run/content_hash.hpp"

namespace rowgrad {
namespace {

// Rows that a reader wants, as bytes of the tensor, and where it wants them.
struct Wanted {
  std::size_t first, last;
  char* to;
};

// Reads the bytes [first, last) of a tensor that begins at `at`, copies what is wanted of them and returns their hash.
std::string hash_and_copy(const Safetensors& file, std::size_t at, std::size_t first, std::size_t last,
                          const Wanted& wanted) {
  thread_local std::vector<char> piece;
  piece.resize(last - first);
  file.read_bytes(at + first, piece.data(), piece.size());
  const std::size_t from = std::max(first, wanted.first), to = std::min(last, wanted.last);
  if (from < to) copy_sparsely(piece.data() + (from - first), wanted.to + (from - wanted.first), to - from);
  return content_hash(piece.data(), piece.size());
}

// Of a tensor that was hashed in one go: its hash is made of those of its pieces, which need not all be in memory.
bool read_of_whole(const Safetensors& file, std::size_t at, std::size_t bytes, const Wanted& wanted,
                   const Json& checksum) {
  std::vector<std::uint64_t> hashes((bytes + hash_piece - 1) / hash_piece);
  parallel_for(hashes.size(), 1, [&](std::size_t i, std::size_t) {
    const std::size_t first = i * hash_piece, last = std::min(bytes, first + hash_piece);
    hashes[i] = std::stoull(hash_and_copy(file, at, first, last, wanted), nullptr, 16);
  });
  const bool one = hashes.size() == 1;
  return checksum == (one ? hash_text(hashes[0]) : content_hash(hashes.data(), hashes.size() * sizeof(hashes[0])));
}

bool are_parts(const Json& parts, std::size_t all_rows) {
  std::size_t next = 0;
  for (const Json& part : parts) {
    if (!part.is_array() || part.size() != 2 || !part[0].is_number_unsigned() || !part[1].is_string()) return false;
    const auto first = part[0].get<std::size_t>();
    if (next == 0 ? first != 0 : first < next || first >= all_rows) return false;
    next = first + 1;
  }
  return next > 0 || all_rows == 0;
}

bool read_of_parts(const Safetensors& file, std::size_t at, std::size_t all_rows, std::size_t row_bytes,
                   const Wanted& wanted, const Json& parts) {
  std::atomic<bool> same = true;
  parallel_for(parts.size(), 1, [&](std::size_t i, std::size_t) {
    const std::size_t first = parts[i][0].get<std::size_t>() * row_bytes;
    const std::size_t last = (i + 1 < parts.size() ? parts[i + 1][0].get<std::size_t>() : all_rows) * row_bytes;
    if (first >= wanted.last || last <= wanted.first) return;
    if (hash_and_copy(file, at, first, last, wanted) != parts[i][1].get_ref<const std::string&>()) same = false;
  });
  return same;
}

}  // namespace

Json checksum_of(const NamedMatrix& tensor) {
  if (!tensor.is_part) return content_hash(tensor.data, tensor.bytes);
  const std::size_t each = std::max<std::size_t>(1, hash_piece / std::max<std::size_t>(1, tensor.row_bytes()));
  const std::size_t own = tensor.own_rows();
  std::vector<std::string> hashes((own + each - 1) / each);
  parallel_for(own, each, [&](std::size_t first, std::size_t last) {
    const char* rows_here = static_cast<const char*>(tensor.data) + first * tensor.row_bytes();
    hashes[first / each] = content_hash(rows_here, (last - first) * tensor.row_bytes());
  });
  Json parts = Json::array();
  for (std::size_t i = 0; i < hashes.size(); ++i) parts.push_back({tensor.first_row + i * each, hashes[i]});
  return parts;
}

template <class T>
bool read_checked(const Safetensors& file, const std::string& name, Matrix<T>& value, std::size_t first_row,
                  std::size_t all_rows, const Json& checksum) {
  const std::size_t row_bytes = columns(value) * sizeof(T), bytes = all_rows * row_bytes;
  const std::size_t at = file.place(name, dtype<T>, all_rows, columns(value));
  const Wanted wanted{first_row * row_bytes, (first_row + rows(value)) * row_bytes,
                      reinterpret_cast<char*>(value.data())};
  if (checksum.is_string())
    return bytes == 0 ? checksum == content_hash(nullptr, 0) : read_of_whole(file, at, bytes, wanted, checksum);
  return checksum.is_array() && are_parts(checksum, all_rows) &&
         read_of_parts(file, at, all_rows, row_bytes, wanted, checksum);
}

template bool read_checked(const Safetensors&, const std::string&, Matrix<float>&, std::size_t, std::size_t,
                           const Json&);
template bool read_checked(const Safetensors&, const std::string&, Matrix<double>&, std::size_t, std::size_t,
                           const Json&);
template bool read_checked(const Safetensors&, const std::string&, Matrix<Id>&, std::size_t, std::size_t, const Json&);

}  // namespace rowgrad
