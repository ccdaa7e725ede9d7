// GradientSum<T>: what a layer sees of a parameter's gradient: it can add to it, and do nothing else.
#pragma once

#include "graph/gradient.hpp"

namespace rowgrad {

/// A view of one Gradient, whose verbs it has. No layer can overwrite another's contribution.
template <class T>
class GradientSum {
 public:
  explicit GradientSum(Gradient<T>& gradient) : gradient_(&gradient) {}

  /// row[id] += scale · g. g is one row.
  void add_row(Id id, const T* g, T scale = T(1)) const { gradient_->add_row(id, g, scale); }
  /// row[ids[i]] += g[i]. g is (ids.size() x columns), contiguous.
  void add_rows(std::span<const Id> ids, const T* g) const { gradient_->add_rows(ids, g); }
  /// The same without a copy: stores a pointer to g, which must stay as it is until the next backward pass begins.
  void refer_rows(std::span<const Id> ids, const T* g) const { gradient_->refer_rows(ids, g); }
  /// row[id] += g for each of the ids: one row for all, to which a pointer is stored.
  void refer_row(std::span<const Id> ids, const T* g) const { gradient_->refer_row(ids, g); }
  /// += g, of the parameter's shape. This and what follows throw ShapeError for other shapes.
  void add(const Matrix<T>& g) const { gradient_->add(g); }
  /// += aᵀ·b. a is (n x rows), b is (n x columns).
  void add_product(const Matrix<T>& a, const Matrix<T>& b) const { add_product(row_span(a), row_span(b)); }
  void add_product(Operand<T> a, Operand<T> b) const { gradient_->add_product(a, b); }
  /// += the column sums of g (n x columns), for a parameter of one row.
  void add_column_sums(const Matrix<T>& g) const { gradient_->add_column_sums(g); }
  /// += the column sums of g ∘ x, both (n x columns), for a parameter of one row.
  void add_product_sums(const Matrix<T>& g, const Matrix<T>& x) const { gradient_->add_product_sums(g, x); }

 private:
  Gradient<T>* gradient_;
};

}  // namespace rowgrad
