// The window kernel for AVX-512 (F, CD, DQ, BW).
#include "models/word2vec/kernels/window_kernels.hpp"

namespace rowgrad::detail {

template <>
void window_step_kernel<xsimd::avx512bw>(const WindowStep& s) {
  WindowKernelSource<xsimd::avx512bw>::step(s);
}

}  // namespace rowgrad::detail
