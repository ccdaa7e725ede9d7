// The bag kernels for the build's own instruction set, which every processor that runs the program has.
#include "models/sentiment/kernels/bag_kernels.hpp"

namespace rowgrad::detail {

template <>
const BagKernels& bag_kernel_table<xsimd::default_arch>() {
  return BagKernelSource<xsimd::default_arch>::table;
}

}  // namespace rowgrad::detail
