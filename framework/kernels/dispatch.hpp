// Dispatch: the variants of a kernel, one per instruction set, and the one in use.
//
// For the files that choose, which are compiled for every processor; never for those compiled for one instruction set.
#pragma once

#include <cassert>
#include <xsimd/xsimd.hpp>

#include "kernels/instruction_set.hpp"

namespace rowgrad::detail {

/// `kernel_for(arch)` gives the kernel of an xsimd architecture.
template <class F>
auto kernel_variants(const F& kernel_for) {
  KernelVariants<decltype(kernel_for(xsimd::default_arch{}))> variants;
  for (const std::string_view set : available_instruction_sets()) {
    if (set == "generic") variants.emplace_back(set, kernel_for(xsimd::default_arch{}));
#ifdef ROWGRAD_X86_KERNELS
    if (set == "avx2") variants.emplace_back(set, kernel_for(xsimd::fma3<xsimd::avx2>{}));
    if (set == "avx512") variants.emplace_back(set, kernel_for(xsimd::avx512bw{}));
#endif
  }
  return variants;
}

/// The one of instruction_set().
template <class Kernel>
Kernel kernel_in_use(const KernelVariants<Kernel>& variants) {
  for (const auto& [set, kernel] : variants) {
    if (set == instruction_set()) return kernel;
  }
  assert(false);
  return variants.front().second;
}

}  // namespace rowgrad::detail
