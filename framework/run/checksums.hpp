// Checksums of a checkpoint's tensors: of one that a process wrote alone its hash (run/content_hash.hpp); of one whose
// rows several ranks wrote a hash for each few megabytes of rows, [[first row, "hash"], …], so that every rank makes
// those of its rows, and whoever reads some rows compares only theirs.
#pragma once

#include "io/safetensors.hpp"

namespace rowgrad {

/// Of a tensor, or of the rows of it that this rank has.
Json checksum_of(const NamedMatrix& tensor);

/// Copies rows from `first_row` on of a tensor of `all_rows` rows into `value`, which gives how many; checks what it
/// reads. Returns false if a checksum differs or makes no sense. Memory of `value` that is zero and stays so is not
/// written to. Throws an input Error as Safetensors::read() does.
template <class T>
bool read_checked(const Safetensors& file, const std::string& name, Matrix<T>& value, std::size_t first_row,
                  std::size_t all_rows, const Json& checksum);

}  // namespace rowgrad
