#include "kernels/window.hpp"

#include <xsimd/xsimd.hpp>

#include "kernels/rows.hpp"

namespace rowgrad {
namespace {

using Kernel = void (*)(const WindowStep&);

Kernel choose() {
#ifdef ROWGRAD_X86_KERNELS
  if (instruction_set() == "avx512") return detail::window_step_kernel<xsimd::avx512bw>;
  if (instruction_set() == "avx2") return detail::window_step_kernel<xsimd::fma3<xsimd::avx2>>;
#endif
  return detail::window_step_kernel<xsimd::default_arch>;
}

}  // namespace

// Kernels read and write whole vectors, and tiles of scores reach one vector beyond.
std::size_t window_scores(std::size_t n, std::size_t m) { return (n * m / 16 + 3) * 16; }

void window_step(const WindowStep& step) {
  static const Kernel kernel = choose();
  kernel(step);
}

}  // namespace rowgrad
