// Row kernels: the arithmetic that runs once per row, on plain pointers.
//
// One source (rows_kernels.hpp), compiled once per instruction set; the table for this processor is picked when the
// program starts. ROWGRAD_ISA=sse2|avx2|avx512 in the environment forces a lower one. Tables are immutable.
#pragma once

#include <cstddef>
#include <string_view>

namespace rowgrad {

/// One step of Adam's bias-corrected update with decoupled decay (Kingma & Ba 2015, section 2, last paragraph;
/// Loshchilov & Hutter 2019): m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← keep·w − step_size·m / (√v + epsilon).
template <class T>
struct AdamStep {
  T beta1, beta2;
  T step_size;  // lr √(1−β₂ᵗ) / (1−β₁ᵗ)
  T epsilon;    // ε √(1−β₂ᵗ)
  T keep;       // 1 − lr λ
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
  void (*adam)(const AdamStep<T>& s, T* w, const T* g, T* m, T* v, std::size_t n);
};

/// The kernels for this processor. T is float or double.
template <class T>
const RowKernels<T>& row_kernels();

/// The name of the instruction set in use: "sse2", "avx2", "avx512" or "generic".
std::string_view instruction_set();

}  // namespace rowgrad
