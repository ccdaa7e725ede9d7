// RowSpan<T>: consecutive whole rows of a matrix, as a view. T may be const.
#pragma once

#include "core/matrix.hpp"

namespace rowgrad {

template <class T>
struct RowSpan {
  T* data;
  std::size_t rows, columns;

  operator RowSpan<const T>() const { return {data, rows, columns}; }  // NOLINT(google-explicit-constructor)
};

template <class T>
RowSpan<T> row_span(Matrix<T>& m) {
  return {m.data(), rows(m), columns(m)};
}
template <class T>
RowSpan<const T> row_span(const Matrix<T>& m) {
  return {m.data(), rows(m), columns(m)};
}
/// Rows first, …, first + count − 1.
template <class T>
RowSpan<T> row_span(Matrix<T>& m, std::size_t first, std::size_t count) {
  return {row(m, first), count, columns(m)};
}
template <class T>
RowSpan<const T> row_span(const Matrix<T>& m, std::size_t first, std::size_t count) {
  return {row(m, first), count, columns(m)};
}

}  // namespace rowgrad
