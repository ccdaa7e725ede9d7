// Bag kernels: weighted sums over rows of a table, and their gradient's way back, each row fetched once.
//
// `table` has d columns; ids and factors are n each. One source (bag_kernels.hpp), compiled once per instruction set.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/instruction_set.hpp"

namespace rowgrad {

/// The two in one instruction set.
struct BagKernels {
  void (*gather)(const float* table, const std::uint32_t* ids, const float* factor, std::size_t n, float* sum,
                 std::size_t d);
  void (*scatter)(float* table, const std::uint32_t* ids, const float* factor, std::size_t n, const float* x,
                  std::size_t d);
};

/// sum = Σᵢ factor[i]·table[ids[i]].
void gather_rows(const float* table, const std::uint32_t* ids, const float* factor, std::size_t n, float* sum,
                 std::size_t d);

/// table[ids[i]] += factor[i]·x. REQUIRES: ids are distinct.
void scatter_rows(float* table, const std::uint32_t* ids, const float* factor, std::size_t n, const float* x,
                  std::size_t d);

/// Those of every instruction set this processor has, for the test that compares them.
KernelVariants<const BagKernels*> all_bag_kernels();

namespace detail {

/// The kernels of one instruction set, defined in bag_<set>.cpp.
template <class Arch>
const BagKernels& bag_kernel_table();

}  // namespace detail
}  // namespace rowgrad
