#include "models/sentiment/kernels/bag.hpp"

#include "kernels/dispatch.hpp"

namespace rowgrad {
namespace {

const BagKernels& bag_kernels() {
  static const BagKernels& table = *detail::kernel_in_use(all_bag_kernels());
  return table;
}

}  // namespace

KernelVariants<const BagKernels*> all_bag_kernels() {
  return detail::kernel_variants([](auto arch) { return &detail::bag_kernel_table<decltype(arch)>(); });
}

void gather_rows(const float* table, const std::uint32_t* ids, const float* factor, std::size_t n, float* sum,
                 std::size_t d) {
  bag_kernels().gather(table, ids, factor, n, sum, d);
}

void scatter_rows(float* table, const std::uint32_t* ids, const float* factor, std::size_t n, const float* x,
                  std::size_t d) {
  bag_kernels().scatter(table, ids, factor, n, x, d);
}

}  // namespace rowgrad
