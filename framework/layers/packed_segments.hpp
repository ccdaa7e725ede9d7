// PackedSegments: the rows of a batch's segments in the order in which a recurrence reads them.
//
// Packed rows are sorted by their step within the segment, then by segment, the longest segment first. So the rows of
// one step are consecutive, and row k of step t continues row k of step t − 1: a step is one matrix product, and no
// segment is padded.
#pragma once

#include <algorithm>
#include <vector>

#include "core/parallel.hpp"
#include "data/batch.hpp"

namespace rowgrad {

class PackedSegments {
 public:
  PackedSegments(const Batch& batch, const RowSpace& space);

  std::size_t steps() const { return starts_.size() - 1; }
  /// The first packed row of step t, and how many there are: never more than in step t − 1.
  std::size_t start(std::size_t t) const { return starts_[t]; }
  std::size_t count(std::size_t t) const { return starts_[t + 1] - starts_[t]; }

  /// packed[i] = from[order[i]]; `packed` is resized.
  template <class T>
  void gather(const Matrix<T>& from, Matrix<T>& packed) const {
    resize(packed, order_.size(), columns(from));
    for_each_row(order_.size(), columns(from),
                 [&](std::size_t i) { std::copy_n(row(from, order_[i]), columns(from), row(packed, i)); });
  }
  /// to[order[i]] = packed[i]; `to` has the batch's shape.
  template <class T>
  void scatter(const Matrix<T>& packed, Matrix<T>& to) const {
    for_each_row(order_.size(), columns(to),
                 [&](std::size_t i) { std::copy_n(row(packed, i), columns(to), row(to, order_[i])); });
  }

 private:
  std::vector<std::size_t> order_;   // row of the batch by packed row
  std::vector<std::size_t> starts_;  // packed row by step, and the number of rows
};

}  // namespace rowgrad
