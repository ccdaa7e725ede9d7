#include "kernels/rows.hpp"

#include <cstdlib>
#include <xsimd/xsimd.hpp>

#include "kernels/row_tables.hpp"

namespace rowgrad {
namespace {

enum class Isa { generic, avx2, avx512 };

Isa best_isa() {
#ifdef ROWGRAD_X86_KERNELS
  const auto available = xsimd::available_architectures();
  const char* wish = std::getenv("ROWGRAD_ISA");
  const std::string_view limit = wish == nullptr ? "avx512" : wish;
  if (available.avx512bw != 0 && limit == "avx512") return Isa::avx512;
  if (available.fma3_avx2 != 0 && (limit == "avx512" || limit == "avx2")) return Isa::avx2;
#endif
  return Isa::generic;
}

Isa isa() {
  static const Isa chosen = best_isa();
  return chosen;
}

template <class T>
const RowKernels<T>& choose() {
#ifdef ROWGRAD_X86_KERNELS
  if (isa() == Isa::avx512) return detail::row_kernel_table<xsimd::avx512bw, T>();
  if (isa() == Isa::avx2) return detail::row_kernel_table<xsimd::fma3<xsimd::avx2>, T>();
#endif
  return detail::row_kernel_table<xsimd::default_arch, T>();
}

}  // namespace

template <>
const RowKernels<float>& row_kernels<float>() {
  static const RowKernels<float>& table = choose<float>();
  return table;
}
template <>
const RowKernels<double>& row_kernels<double>() {
  static const RowKernels<double>& table = choose<double>();
  return table;
}

std::string_view instruction_set() {
  switch (isa()) {
    case Isa::avx512:
      return "avx512";
    case Isa::avx2:
      return "avx2";
    case Isa::generic:
      break;
  }
  return "generic";
}

}  // namespace rowgrad
