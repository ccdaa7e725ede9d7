// A safetensors file that several ranks write together, each the rows that it has.
#pragma once

#include "comm/communicator.hpp"
#include "io/safetensors.hpp"

namespace rowgrad {

/// Writes atomically: rank 0 writes the header and what all ranks have into a temporary file of the full size, all
/// ranks at the same time their rows of the other tensors, leaving out blocks of zeros; when everything is on the disk
/// rank 0 renames it. `metadata` is rank 0's. The file system must be one that all ranks see. In one process this is
/// write_safetensors(). Throws a run Error. Collective.
void write_shared_safetensors(const std::filesystem::path& file, const std::vector<NamedMatrix>& tensors,
                              const std::map<std::string, std::string>& metadata, Communicator& communicator);

}  // namespace rowgrad
