// The affine map y = x·weightᵀ + bias and its gradient, for the layers that are made of such maps.
#pragma once

#include "graph/gradient.hpp"
#include "kernels/matmul.hpp"

namespace rowgrad {

/// y (n x out) = x (n x in) · weightᵀ + bias; weight is (out x in), bias (1 x out) or null.
template <class T>
void affine(const Matrix<T>& x, const Matrix<T>& weight, const Matrix<T>* bias, Matrix<T>& y) {
  resize(y, rows(x), rows(weight));
  if (bias != nullptr) {
    for (std::size_t i = 0; i < rows(y); ++i) std::copy_n(bias->data(), columns(y), row(y, i));
  }
  matmul_nt(x, weight, y, /*accumulate=*/bias != nullptr);
}

/// Adds to the gradients of weight, bias and x (those that are not null), g being dL/dy.
template <class T>
void add_affine_gradient(const Matrix<T>& g, const Matrix<T>& x, const Matrix<T>& weight, Gradient<T>& d_weight,
                         Gradient<T>* d_bias, Matrix<T>* d_x) {
  d_weight.add_product(g, x);
  if (d_bias != nullptr) d_bias->add_column_sums(g);
  if (d_x != nullptr) matmul(g, weight, *d_x, /*accumulate=*/true);
}

}  // namespace rowgrad
