// ShapeError: a matrix has another shape than a formula needs: a mistake in the code that made it, not in any input.
#pragma once

#include <fmt/format.h>

#include <stdexcept>

#include "core/matrix.hpp"

namespace rowgrad {

class ShapeError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Throws ShapeError unless `m`, which messages call `what`, is (n x d).
template <class T>
void require_shape(const char* what, const Matrix<T>& m, std::size_t n, std::size_t d) {
  if (rows(m) == n && columns(m) == d) return;
  throw ShapeError(fmt::format("{} is {} x {}, expected {} x {}", what, rows(m), columns(m), n, d));
}

}  // namespace rowgrad
