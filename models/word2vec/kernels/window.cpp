#include "models/word2vec/kernels/window.hpp"

#include "kernels/dispatch.hpp"

namespace rowgrad {

KernelVariants<WindowKernel> all_window_kernels() {
  return detail::kernel_variants([](auto arch) -> WindowKernel { return &detail::window_step_kernel<decltype(arch)>; });
}

// Kernels read and write whole vectors of up to 16, and a tile of scores may overrun by one more.
std::size_t score_buffer_size(std::size_t n, std::size_t m) { return (n * m / 16 + 3) * 16; }

void window_step(const WindowStep& step) {
  static const WindowKernel kernel = detail::kernel_in_use(all_window_kernels());
  kernel(step);
}

}  // namespace rowgrad
