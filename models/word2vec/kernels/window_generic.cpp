// The window kernel for the build's own instruction set, which every processor that runs the program has.
#include "models/word2vec/kernels/window_kernels.hpp"

namespace rowgrad::detail {

template <>
void window_step_kernel<xsimd::default_arch>(const WindowStep& s) {
  WindowKernelSource<xsimd::default_arch>::step(s);
}

}  // namespace rowgrad::detail
