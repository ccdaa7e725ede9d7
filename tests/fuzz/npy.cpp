#include "io/npy.hpp"

#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/targets.hpp"

namespace rowgrad::fuzz {

void npy(std::string_view bytes) {
  const MemoryFile file(bytes);
  read_npy(file.path());
}

}  // namespace rowgrad::fuzz
