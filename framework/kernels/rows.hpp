// Row kernels: the arithmetic that runs once per row, on plain pointers.
//
// One source (rows_kernels.hpp), compiled once per instruction set; kernels/instruction_set.hpp says which is used.
// Tables are immutable.
#pragma once

#include <cstddef>
#include <span>

#include "core/bfloat16.hpp"
#include "kernels/instruction_set.hpp"
#include "kernels/update_step.hpp"

namespace rowgrad {

/// All lengths are numbers of elements; pointers need no alignment; arrays that are read and arrays that are written do
/// not overlap unless they are the same. Lengths may be 0, but for softmax, normalise and its gradient, and
/// row_adagrad.
template <class T>
struct RowKernels {
  T (*dot)(const T* x, const T* y, std::size_t n);
  void (*axpy)(T a, const T* x, T* y, std::size_t n);         // y += a·x
  void (*scaled_copy)(T a, const T* x, T* y, std::size_t n);  // y = a·x
  void (*scale)(T a, T* x, std::size_t n);                    // x *= a
  /// p = softmax(x); returns log Σ exp(x), computed from the maximum down so that it never overflows.
  T (*softmax)(const T* x, T* p, std::size_t n);
  void (*tanh)(const T* x, T* y, std::size_t n);
  void (*tanh_gradient)(const T* y, const T* g, T* dx, std::size_t n);  // dx += g (1 − y²), y being tanh(x)
  void (*sigmoid)(const T* x, T* y, std::size_t n);
  void (*swish)(T a, T b, const T* x, T* y, std::size_t n);                        // y = x σ(a x + b x³)
  void (*swish_gradient)(T a, T b, const T* x, const T* g, T* dx, std::size_t n);  // dx += g dy/dx
  /// y = (x − mean) / √(variance + epsilon) over the row, the mean taken as 0 unless `centre`; returns 1 / √(variance +
  /// epsilon), which the gradient calls `inverse`.
  T (*normalise)(const T* x, bool centre, T epsilon, T* y, std::size_t n);
  /// dx += ∂L/∂x, given g = ∂L/∂(weight·y).
  void (*normalise_gradient)(const T* g, const T* weight, const T* y, T inverse, bool centre, T* dx, std::size_t n);
  void (*affine)(const T* a, const T* b, const T* x, T* y, std::size_t n);  // y = a·x + b; b may be null for 0
  void (*multiply_add)(const T* x, const T* y, T* z, std::size_t n);        // z += x·y
  /// d = x − y, rounded towards 0, so that y + d lies between y and x. NaN stays NaN.
  void (*round_difference)(const T* x, const T* y, BFloat16* d, std::size_t n);
  /// sum = Σ rows, at least one, rounded towards 0.
  void (*round_sum)(std::span<const BFloat16* const> rows, BFloat16* sum, std::size_t n);
  /// What others have changed besides `mine`: base += a·sum and now += a·sum − mine.
  void (*take_over)(T a, const BFloat16* sum, const BFloat16* mine, T* base, T* now, std::size_t n);
  /// The same with sum = mine + theirs, without rounding it.
  void (*take_over_from_one)(T a, const BFloat16* theirs, const BFloat16* mine, T* base, T* now, std::size_t n);
  // Updates: w ← decay·w − step_size · (g', m, g' / (√v + ε), or m / (√v + ε)). Adagrad adds g'² to v; the v of
  // row_adagrad is one number, to which the mean of g'² is added.
  void (*sgd)(const UpdateStep<T>& s, T* w, const T* g, std::size_t n);
  void (*momentum)(const UpdateStep<T>& s, T* w, const T* g, T* m, std::size_t n);
  void (*adagrad)(const UpdateStep<T>& s, T* w, const T* g, T* v, std::size_t n);
  void (*row_adagrad)(const UpdateStep<T>& s, T* w, const T* g, T* v, std::size_t n);
  void (*adam)(const UpdateStep<T>& s, T* w, const T* g, T* m, T* v, std::size_t n);
  /// w ← decay·w − m Σᵢ weights[i] / (√v + x[i]) over `nodes` ≥ 1 nodes: many zero-gradient steps at once.
  void (*adam_skipped)(T decay, const T* weights, const T* x, std::size_t nodes, T* w, const T* m, const T* v,
                       std::size_t n);
};

/// The kernels in use. T is float or double.
template <class T>
const RowKernels<T>& row_kernels();

/// Those of every instruction set this processor has, for the test that compares them.
template <class T>
KernelVariants<const RowKernels<T>*> all_row_kernels();

namespace detail {

/// The table of one instruction set, defined in rows_<set>.cpp.
template <class Arch, class T>
const RowKernels<T>& row_kernel_table();

}  // namespace detail
}  // namespace rowgrad
