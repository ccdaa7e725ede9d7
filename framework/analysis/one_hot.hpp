// One-hot vectors: 1 at an id, 0 elsewhere.
#pragma once

#include <vector>

#include "core/matrix.hpp"

namespace rowgrad {

/// A row for each id (ids x classes). REQUIRES: every id < classes.
template <class T>
Matrix<T> one_hots(std::size_t classes, const std::vector<Id>& ids) {
  auto m = zeros<T>(ids.size(), classes);
  for (std::size_t i = 0; i < ids.size(); ++i) m(i, ids[i]) = T(1);
  return m;
}

}  // namespace rowgrad
