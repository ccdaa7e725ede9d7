// The row kernels by instruction set, defined in rows_<set>.cpp: for the dispatch, and for the test that compares them.
#pragma once

#include "kernels/rows.hpp"

namespace rowgrad::detail {

template <class Arch, class T>
const RowKernels<T>& row_kernel_table();

}  // namespace rowgrad::detail
