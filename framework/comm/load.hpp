// Which communicator a program has: MPI where a starter such as mpirun or srun started it, one process otherwise.
#pragma once

#include <memory>

#include "comm/communicator.hpp"

namespace rowgrad {

/// Loads MPI, which is a library of its own so that programs start without it, if this process is one of several. Call
/// once, at the start of main and before any thread: MPI ends with the object. Throws an input Error if this is one of
/// several ranks and the library is missing or does not start.
std::shared_ptr<Communicator> load_communicator();

}  // namespace rowgrad
