// Row kernels: the arithmetic that runs once per row, on plain pointers.
//
// One source (rows_kernels.hpp), compiled once per instruction set; the table for this processor is picked when the
// program starts. ROWGRAD_ISA=sse2|avx2|avx512 in the environment forces a lower one. Tables are immutable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rowgrad {

/// The scalars of one update. Every rule first forms g' = g + l2·w, and multiplies w by `keep` before it moves it.
template <class T>
struct UpdateStep {
  T step_size = T(0);
  T keep = T(1);  // 1 − lr · weight_decay
  T l2 = T(0);
  T beta1 = T(0), rest1 = T(1);  // m ← beta1·m + rest1·g'
  T beta2 = T(1), rest2 = T(1);  // v ← beta2·v + rest2·g'²
  T epsilon = T(0);

  template <class U>
  UpdateStep<U> as() const {
    const auto to = [](T x) { return static_cast<U>(x); };
    return {to(step_size), to(keep), to(l2), to(beta1), to(rest1), to(beta2), to(rest2), to(epsilon)};
  }
};

/// All lengths are numbers of elements; pointers need no alignment; x and y may not overlap unless they are equal.
template <class T>
struct RowKernels {
  T (*dot)(const T* x, const T* y, std::size_t n);
  void (*axpy)(T a, const T* x, T* y, std::size_t n);         // y += a·x
  void (*scaled_copy)(T a, const T* x, T* y, std::size_t n);  // y = a·x
  void (*scale)(T a, T* x, std::size_t n);                    // x *= a
  /// p = softmax(x); returns log Σ exp(x), computed from the maximum down so that it never overflows.
  T (*softmax)(const T* x, T* p, std::size_t n);
  // Bags of rows: `table` has d columns, ids and factors are n each; ids may not repeat in scatter.
  /// sum = Σ factor[i]·table[ids[i]].
  void (*gather)(const T* table, const std::uint32_t* ids, const T* factor, std::size_t n, T* sum, std::size_t d);
  /// table[ids[i]] += factor[i]·x.
  void (*scatter)(T* table, const std::uint32_t* ids, const T* factor, std::size_t n, const T* x, std::size_t d);
  void (*tanh)(const T* x, T* y, std::size_t n);
  void (*tanh_gradient)(const T* y, const T* g, T* dx, std::size_t n);  // dx += g (1 − y²), y being tanh(x)
  void (*sigmoid)(const T* x, T* y, std::size_t n);
  void (*swish)(T a, T b, const T* x, T* y, std::size_t n);                        // y = x σ(a x + b x³)
  void (*swish_gradient)(T a, T b, const T* x, const T* g, T* dx, std::size_t n);  // dx += g dy/dx
  /// y = (x − mean) / √(variance + epsilon) over the row, the mean taken as 0 unless `centre`; returns the divisor's
  /// inverse. The gradient adds to dx what reaches x when g reaches weight · y (see layers/layer_norm.cpp).
  T (*normalise)(const T* x, bool centre, T epsilon, T* y, std::size_t n);
  void (*normalise_gradient)(const T* g, const T* weight, const T* y, T inverse, bool centre, T* dx, std::size_t n);
  void (*affine)(const T* a, const T* b, const T* x, T* y, std::size_t n);  // y = a·x + b; b may be null for 0
  void (*multiply_add)(const T* x, const T* y, T* z, std::size_t n);        // z += x·y
  // Updates: w ← keep·w − step_size · (g', m, g' / (√v + ε), or m / (√v + ε)); row_adagrad's v is one number.
  void (*sgd)(const UpdateStep<T>& s, T* w, const T* g, std::size_t n);
  void (*momentum)(const UpdateStep<T>& s, T* w, const T* g, T* m, std::size_t n);
  void (*adagrad)(const UpdateStep<T>& s, T* w, const T* g, T* v, std::size_t n);
  void (*row_adagrad)(const UpdateStep<T>& s, T* w, const T* g, T* v, std::size_t n);
  void (*adam)(const UpdateStep<T>& s, T* w, const T* g, T* m, T* v, std::size_t n);
  /// w ← keep·w − m Σᵢ weights[i] / (√v + x[i]) over `nodes` nodes: many zero-gradient steps at once.
  void (*adam_coast)(T keep, const T* weights, const T* x, std::size_t nodes, T* w, const T* m, const T* v,
                     std::size_t n);
};

/// The kernels for this processor. T is float or double.
template <class T>
const RowKernels<T>& row_kernels();

/// The name of the instruction set in use: "sse2", "avx2", "avx512" or "generic".
std::string_view instruction_set();

}  // namespace rowgrad
