// Table<T>: one parameter's weights and optimizer state side by side, by row.
#pragma once

#include <algorithm>
#include <vector>

#include "core/matrix.hpp"
#include "optim/update_rule.hpp"

namespace rowgrad {

/// The matrices belong to the parameters and to the optimizer.
template <class T>
struct Table {
  Matrix<T>& weights;             // (rows x d)
  std::vector<Matrix<T>>& state;  // by slot: (rows x d), or (rows x 1) for a state per row

  /// `count` rows from `first` on, with their gradient.
  Block<T> block(std::size_t first, const T* gradient, std::size_t count) const {
    Block<T> block{row(weights, first), gradient, {}, count * columns(weights)};
    for (std::size_t s = 0; s < state.size(); ++s) block.state[s] = row(state[s], first);
    return block;
  }

  /// How many rows ahead to prefetch: as much as the processor's line buffers take, further on for short rows.
  std::size_t prefetch_distance() const {
    return std::clamp<std::size_t>(4096 / (columns(weights) * sizeof(T)), 1, 16);
  }
  void prefetch(std::size_t i) const {
    prefetch_row(weights, i);
    for (const Matrix<T>& matrix : state) prefetch_row(matrix, i);
  }
  static void prefetch_row(const Matrix<T>& matrix, std::size_t i) {
    const T* values = row(matrix, i);
    for (std::size_t j = 0; j < columns(matrix); j += 64 / sizeof(T)) __builtin_prefetch(values + j, 1);
  }

  /// Rows per block of parallel work: enough to be worth a thread's while.
  std::size_t rows_per_block() const { return std::max<std::size_t>(1, (std::size_t{1} << 14) / columns(weights)); }
};

}  // namespace rowgrad
