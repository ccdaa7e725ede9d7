// The bag kernels for AVX-512 (F, CD, DQ, BW).
#include "models/sentiment/kernels/bag_kernels.hpp"

namespace rowgrad::detail {

template <>
const BagKernels& bag_kernel_table<xsimd::avx512bw>() {
  return BagKernelSource<xsimd::avx512bw>::table;
}

}  // namespace rowgrad::detail
