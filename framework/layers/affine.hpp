// The affine map y = x·weightᵀ + bias and its gradient, for the layers that are made of such maps.
#pragma once

#include "graph/context.hpp"
#include "kernels/matmul.hpp"
#include "kernels/whole.hpp"

namespace rowgrad {

/// y (n x out) = x (n x in) · weightᵀ + bias; weight is (out x in), bias (1 x out), taken as 0 if the layer has none.
/// Resizes y.
template <class T>
void affine(Forward<T>& f, const Matrix<T>& x, Param weight, Param bias, Matrix<T>& y) {
  const Matrix<T>& w = f.parameter(weight);
  const Matrix<T>* b = f.find(bias);
  resize(y, rows(x), rows(w));
  if (b != nullptr) repeat_row(b->data(), y.data(), rows(y), columns(y));
  matmul_nt(x, w, y, /*accumulate=*/b != nullptr);
}

/// Adds to the gradients of weight, bias and x (if dx is not null), g (n x out) being ∂L/∂y.
template <class T>
void add_affine_gradient(Backward<T>& b, const Matrix<T>& g, const Matrix<T>& x, Param weight, Param bias,
                         Matrix<T>* dx) {
  b.gradient(weight).add_product(g, x);
  if (b.has(bias)) b.gradient(bias).add_column_sums(g);
  if (dx != nullptr) matmul(g, b.parameter(weight), *dx, /*accumulate=*/true);
}

}  // namespace rowgrad
