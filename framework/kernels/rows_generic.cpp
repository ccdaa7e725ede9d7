// The row kernels for the build's own instruction set, which every processor that runs the program has.
#include "kernels/rows_kernels.hpp"

namespace rowgrad::detail {

using Arch = xsimd::default_arch;

template <>
const RowKernels<float>& row_kernel_table<Arch, float>() {
  return RowKernelSource<Arch, float>::table;
}
template <>
const RowKernels<double>& row_kernel_table<Arch, double>() {
  return RowKernelSource<Arch, double>::table;
}

}  // namespace rowgrad::detail
