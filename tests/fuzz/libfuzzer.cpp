// A fuzzer: libFuzzer's entry into the target ROWGRAD_FUZZ_TARGET. `./run fuzz` builds one for each.
#include <cstddef>
#include <cstdint>

#include "core/error.hpp"
#include "tests/fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    rowgrad::fuzz::ROWGRAD_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  } catch (const rowgrad::Error&) {  // refused, as it should be
  }
  return 0;
}
