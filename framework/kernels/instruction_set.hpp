// Instruction sets: kernels are compiled once for each, and one set is chosen for all of them when the first is called.
//
// ROWGRAD_ISA=generic|avx2|avx512 in the environment limits the choice; without it, it is the best this processor has.
// "generic" is what the whole program is compiled for, SSE2 on x86-64, and may be called "sse2" too.
#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace rowgrad {

/// A kernel, or a table of them, in each instruction set that this processor has, by the set's name.
template <class Kernel>
using KernelVariants = std::vector<std::pair<std::string_view, Kernel>>;

/// The sets that kernels are compiled for and this processor has, from "generic" up.
std::span<const std::string_view> available_instruction_sets();

/// The set that ROWGRAD_ISA=`wish` stands for: the best of `available` that is not above it; the best of all if `wish`
/// is empty. Throws an input Error if there is no set of that name. REQUIRES: `available` goes from "generic" up.
std::string_view instruction_set_for(std::string_view wish, std::span<const std::string_view> available);

/// The set in use. Throws an input Error if ROWGRAD_ISA names none.
std::string_view instruction_set();

}  // namespace rowgrad
