// lane_sum(): the sum of a vector's lanes, which xsimd calls hadd() up to version 8 and reduce_add() since.
//
// Included only by units compiled for one instruction set; see rows_kernels.hpp for why those may contain nothing else.
#pragma once

#include <xsimd/xsimd.hpp>

namespace rowgrad::detail {

template <class T, class Arch>
T lane_sum(const xsimd::batch<T, Arch>& vector) {
  // Found by argument: a qualified name would have to exist.
  if constexpr (requires { reduce_add(vector); })
    return reduce_add(vector);
  else
    return hadd(vector);
}

}  // namespace rowgrad::detail
