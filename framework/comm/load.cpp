#include "comm/load.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "comm/mpi_library.hpp"
#include "comm/one_process.hpp"
#include "core/error.hpp"

namespace rowgrad {
namespace {

// How many ranks the starter says there are: Open MPI's, then MPICH's and Intel's, then Slurm's own. Slurm sets its
// variable for a batch script too, which is one process: there the step's launcher says more.
int ranks_started() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"}) {
    if (const char* value = std::getenv(name)) return std::atoi(value);
  }
  const char* tasks = std::getenv("SLURM_STEP_NUM_TASKS");
  return tasks != nullptr && std::getenv("SLURM_PROCID") != nullptr ? std::atoi(tasks) : 1;
}

// Where the build and an installation put it: beside the programs' folder.
std::filesystem::path library_path() {
  const auto program = std::filesystem::read_symlink("/proc/self/exe");
  return program.parent_path().parent_path() / "lib" / mpi_library_name;
}

// All ranks come here, and one message is enough.
[[noreturn]] void refuse(int ranks, const std::string& reason) {
  for (const char* name : {"OMPI_COMM_WORLD_RANK", "PMI_RANK", "SLURM_PROCID"}) {
    const char* rank = std::getenv(name);
    if (rank != nullptr && std::atoi(rank) != 0) std::_Exit(static_cast<int>(Blame::input));
  }
  throw input_error("MPI", fmt::format("this is one of {} ranks, and there is no MPI: {}", ranks, reason),
                    "install libopenmpi-dev and openmpi-bin and build again, or start one process");
}

}  // namespace

std::shared_ptr<Communicator> load_communicator() {
  const std::shared_ptr<Communicator> alone(&one_process(), [](Communicator*) {});
  const int ranks = ranks_started();
  if (ranks <= 1) return alone;
  // Everything Open MPI loads itself looks for MPI's names among those that are known to all.
  void* library = ::dlopen(library_path().c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (library == nullptr) refuse(ranks, ::dlerror());
  const auto make = reinterpret_cast<MakeMpiCommunicator*>(::dlsym(library, make_mpi_communicator_name));
  if (make == nullptr) refuse(ranks, ::dlerror());
  return std::shared_ptr<Communicator>(make());
}

}  // namespace rowgrad
