#include "kernels/window.hpp"

#include <xsimd/xsimd.hpp>

#include "kernels/rows.hpp"

namespace rowgrad {
namespace detail {

template <class Arch>
void window_step_kernel(WindowStep& s);

}  // namespace detail

namespace {

using Kernel = void (*)(WindowStep&);

Kernel choose() {
#ifdef ROWGRAD_X86_KERNELS
  if (instruction_set() == "avx512") return detail::window_step_kernel<xsimd::avx512bw>;
  if (instruction_set() == "avx2") return detail::window_step_kernel<xsimd::fma3<xsimd::avx2>>;
#endif
  return detail::window_step_kernel<xsimd::default_arch>;
}

}  // namespace

std::size_t window_scratch(std::size_t n, std::size_t m, std::size_t d) {
  // The scores in whole vectors, a copy of the inputs and pointers to its rows.
  return (n * m + 15) / 16 * 16 + n * d + n * sizeof(float*) / sizeof(float) + 16;
}

void window_step(WindowStep& step) {
  static const Kernel kernel = choose();
  kernel(step);
}

}  // namespace rowgrad
