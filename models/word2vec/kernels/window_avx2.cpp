// The window kernel for AVX2 with FMA.
#include "models/word2vec/kernels/window_kernels.hpp"

namespace rowgrad::detail {

template <>
void window_step_kernel<xsimd::fma3<xsimd::avx2>>(const WindowStep& s) {
  WindowKernelSource<xsimd::fma3<xsimd::avx2>>::step(s);
}

}  // namespace rowgrad::detail
