#include "kernels/instruction_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <xsimd/xsimd.hpp>

#include "core/error.hpp"

namespace rowgrad {
namespace {

constexpr std::array<std::string_view, 3> all{"generic", "avx2", "avx512"};

std::vector<std::string_view> find_available() {
  std::vector<std::string_view> names{"generic"};
#ifdef ROWGRAD_X86_KERNELS
  const auto processor = xsimd::available_architectures();
  if (processor.fma3_avx2 != 0) names.push_back("avx2");
  if (processor.avx512bw != 0) names.push_back("avx512");
#endif
  return names;
}

}  // namespace

std::span<const std::string_view> available_instruction_sets() {
  static const std::vector<std::string_view> names = find_available();
  return names;
}

std::string_view instruction_set_for(std::string_view wish, std::span<const std::string_view> available) {
  if (wish.empty()) return available.back();
  const auto limit = std::find(all.begin(), all.end(), wish == "sse2" ? "generic" : wish);
  if (limit == all.end()) {
    throw input_error("ROWGRAD_ISA", fmt::format("unknown instruction set \"{}\"", wish),
                      "use generic, avx2 or avx512, or unset it");
  }
  std::string_view best = available.front();
  for (const std::string_view name : available) {
    if (std::find(all.begin(), limit + 1, name) != limit + 1) best = name;
  }
  return best;
}

std::string_view instruction_set() {
  static const std::string_view chosen = [] {
    const char* wish = std::getenv("ROWGRAD_ISA");
    return instruction_set_for(wish == nullptr ? "" : wish, available_instruction_sets());
  }();
  return chosen;
}

}  // namespace rowgrad
