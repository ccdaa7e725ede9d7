// for_each_segment(): a layer's work segment by segment, in parallel.
#pragma once

#include "core/parallel.hpp"
#include "graph/layer.hpp"

namespace rowgrad {

/// Calls work(segment, its first and one-past-last row) for each segment of the rows of input `x`, segments in
/// parallel. A row takes about as many additions as the layer's output is wide.
template <class Context, class F>
void for_each_segment(Context& c, Input x, F&& work) {
  const RowSpace& space = *c.type(x).space;
  const std::size_t segments = c.batch().row_count(*space.group);
  const std::size_t rows_each = segments == 0 ? 0 : c.batch().row_count(space) / segments + 1;
  for_each_row(segments, rows_each * c.type().width, [&](std::size_t s) {
    const auto [first, last] = c.batch().segment(space, s);
    work(s, first, last);
  });
}

}  // namespace rowgrad
