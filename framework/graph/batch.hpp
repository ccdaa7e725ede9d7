// Batch: the ids of one training step and how many rows each domain has. No padding: segments are ragged.
#pragma once

#include <span>
#include <vector>

#include "core/matrix.hpp"
#include "graph/signature.hpp"

namespace rowgrad {

/// How many rows a domain has in this batch and, if it is grouped, where each segment starts.
struct Extent {
  std::size_t rows = 0;
  std::vector<std::uint32_t> offsets;  // (rows of the group + 1); empty if ungrouped or fixed per group
  /// The rows in the order in which segments are summed, segment by segment; empty: as they stand. A task that sorts
  /// them by id makes the sum of a bag of words the same bits however the text orders them.
  std::vector<std::uint32_t> order;

  void clear() {
    rows = 0;
    offsets.clear();
    order.clear();
  }
};

struct Batch {
  std::vector<std::vector<Id>> ids;   // by input; empty for real-valued ones
  std::vector<Matrix<float>> values;  // by input; empty for ids
  std::vector<Extent> extents;        // by Domain::index
  std::size_t tokens = 0;             // tokens of the input text that this step consumes

  std::size_t rows(const Domain& domain) const { return extents[domain.index].rows; }
  /// First and one-past-last row of segment `s` of a grouped domain.
  std::pair<std::size_t, std::size_t> segment(const Domain& domain, std::size_t s) const {
    if (domain.per_group != 0) return {s * domain.per_group, (s + 1) * domain.per_group};
    const auto& offsets = extents[domain.index].offsets;
    return {offsets[s], offsets[s + 1]};
  }
};

}  // namespace rowgrad
