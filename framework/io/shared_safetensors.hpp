// A safetensors file that several ranks write together, each the rows that it has.
#pragma once

#include "comm/communicator.hpp"
#include "graph/sharding.hpp"
#include "io/safetensors.hpp"

namespace rowgrad {

/// A tensor with a row for each of a parameter's: all of them, or those that this rank has.
template <class T>
NamedMatrix named_rows(std::string name, const Matrix<T>& value, const Parameter<float>& of,
                       const Communicator& communicator) {
  if (!is_dealt_out(of.spec, communicator)) return {std::move(name), &value};
  return {std::move(name), &value, of.first_row, of.spec.rows};
}

/// Writes atomically: rank 0 writes the header and what all ranks have into a temporary file of the full size, all
/// ranks at the same time their rows of the other tensors, leaving out blocks of zeros; when everything is on the disk
/// rank 0 renames it. `metadata` is rank 0's. The file system must be one that all ranks see. If all ranks have the
/// whole of every tensor, rank 0 alone writes. Throws a run Error. Collective.
void write_shared_safetensors(const std::filesystem::path& file, const std::vector<NamedMatrix>& tensors,
                              const std::map<std::string, std::string>& metadata, Communicator& communicator);

}  // namespace rowgrad
