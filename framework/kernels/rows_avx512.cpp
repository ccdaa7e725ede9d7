// The row kernels for AVX-512 (F, CD, DQ, BW).
#include "kernels/rows_kernels.hpp"

namespace rowgrad::detail {

using Arch = xsimd::avx512bw;

template <>
const RowKernels<float>& row_kernel_table<Arch, float>() {
  return RowKernelSource<Arch, float>::table;
}
template <>
const RowKernels<double>& row_kernel_table<Arch, double>() {
  return RowKernelSource<Arch, double>::table;
}

}  // namespace rowgrad::detail
