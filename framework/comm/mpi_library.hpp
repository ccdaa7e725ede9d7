// What stands between the programs and librowgrad_mpi.so.
#pragma once

#include "comm/communicator.hpp"

namespace rowgrad {

inline constexpr const char* mpi_library_name = "librowgrad_mpi.so";
inline constexpr const char* make_mpi_communicator_name = "rowgrad_make_mpi_communicator";
/// Starts MPI, which ends when the object is deleted.
using MakeMpiCommunicator = Communicator*();

}  // namespace rowgrad
