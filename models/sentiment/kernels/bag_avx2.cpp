// The bag kernels for AVX2 with FMA.
#include "models/sentiment/kernels/bag_kernels.hpp"

namespace rowgrad::detail {

template <>
const BagKernels& bag_kernel_table<xsimd::fma3<xsimd::avx2>>() {
  return BagKernelSource<xsimd::fma3<xsimd::avx2>>::table;
}

}  // namespace rowgrad::detail
