// Matrix products in the three forms that forward and backward of a linear map need.
//
// float goes to oneDNN, which picks the processor's best kernels by itself; double is the plain triple loop, for
// gradient checks. Work is cut into row blocks of fixed size, each multiplied on one thread: same bits on any number
// of threads. All throw std::invalid_argument never: shapes are the caller's contract, checked by assert.
#pragma once

#include "core/matrix.hpp"

namespace rowgrad {

/// c = a·b (+ c if accumulate). a is (m x k), b is (k x n), c is (m x n).
template <class T>
void matmul(const Matrix<T>& a, const Matrix<T>& b, Matrix<T>& c, bool accumulate);

/// c = a·bᵀ (+ c). a is (m x k), b is (n x k), c is (m x n).
template <class T>
void matmul_nt(const Matrix<T>& a, const Matrix<T>& b, Matrix<T>& c, bool accumulate);

/// c = aᵀ·b (+ c). a is (k x m), b is (k x n), c is (m x n).
template <class T>
void matmul_tn(const Matrix<T>& a, const Matrix<T>& b, Matrix<T>& c, bool accumulate);

}  // namespace rowgrad
