// Matrix products in the three forms that forward and backward of a linear map need.
//
// float goes to oneDNN, which picks the processor's best kernels by itself; double is the plain triple loop, for
// gradient checks. Work is cut into row blocks of fixed size, each multiplied on one thread: same bits on any number
// of threads. Throws ShapeError if shapes do not fit.
#pragma once

#include "core/row_span.hpp"

namespace rowgrad {

/// An operand: its type follows from the result's.
template <class T>
using Operand = std::type_identity_t<RowSpan<const T>>;

/// c = a·b (+ c if accumulate). a is (m x k), b is (k x n), c is (m x n).
template <class T>
void matmul(Operand<T> a, Operand<T> b, RowSpan<T> c, bool accumulate);

/// c = a·bᵀ (+ c). a is (m x k), b is (n x k), c is (m x n).
template <class T>
void matmul_nt(Operand<T> a, Operand<T> b, RowSpan<T> c, bool accumulate);

/// c = aᵀ·b (+ c). a is (k x m), b is (k x n), c is (m x n).
template <class T>
void matmul_tn(Operand<T> a, Operand<T> b, RowSpan<T> c, bool accumulate);

template <class T>
void matmul(const Matrix<T>& a, const Matrix<T>& b, Matrix<T>& c, bool accumulate) {
  matmul(row_span(a), row_span(b), row_span(c), accumulate);
}
template <class T>
void matmul_nt(const Matrix<T>& a, const Matrix<T>& b, Matrix<T>& c, bool accumulate) {
  matmul_nt(row_span(a), row_span(b), row_span(c), accumulate);
}
template <class T>
void matmul_tn(const Matrix<T>& a, const Matrix<T>& b, Matrix<T>& c, bool accumulate) {
  matmul_tn(row_span(a), row_span(b), row_span(c), accumulate);
}

}  // namespace rowgrad
