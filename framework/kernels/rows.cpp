#include "kernels/rows.hpp"

#include "kernels/dispatch.hpp"

namespace rowgrad {

template <class T>
KernelVariants<const RowKernels<T>*> all_row_kernels() {
  return detail::kernel_variants([](auto arch) { return &detail::row_kernel_table<decltype(arch), T>(); });
}

template KernelVariants<const RowKernels<float>*> all_row_kernels<float>();
template KernelVariants<const RowKernels<double>*> all_row_kernels<double>();

template <>
const RowKernels<float>& row_kernels<float>() {
  static const RowKernels<float>& table = *detail::kernel_in_use(all_row_kernels<float>());
  return table;
}
template <>
const RowKernels<double>& row_kernels<double>() {
  static const RowKernels<double>& table = *detail::kernel_in_use(all_row_kernels<double>());
  return table;
}

}  // namespace rowgrad
