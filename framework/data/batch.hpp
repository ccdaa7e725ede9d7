// Batch: the ids of one training step and how many rows each row space has. No padding: segments are ragged.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "core/matrix.hpp"
#include "data/row_space.hpp"

namespace rowgrad {

/// How many rows a row space has in this batch and, if it is grouped, where each segment starts.
struct RowPartition {
  std::size_t row_count = 0;
  std::vector<std::size_t> offsets;  // (segments + 1); empty if ungrouped or of fixed segments
  /// The rows in the order in which segments are summed, segment by segment; empty: as they stand. A dataset that sorts
  /// them by id makes the sum of a bag of words the same bits however the text orders them.
  std::vector<std::size_t> sum_order;

  void clear() {
    row_count = 0;
    offsets.clear();
    sum_order.clear();
  }
};

/// Made by a BatchBuilder from a dataset's Inputs, whose order `ids` and `values` follow.
struct Batch {
  std::vector<std::vector<Id>> ids;      // by input; empty for real-valued ones
  std::vector<std::vector<Id>> places;   // by input: see places_of()
  std::vector<Matrix<float>> values;     // by input, (rows x width); empty for ids
  std::vector<RowPartition> partitions;  // by RowSpace::index

  /// At which rows of a table an input's ids are looked up: at the ids, unless only the rows that batches look up are
  /// there (graph/pulled_rows.hpp).
  std::span<const Id> places_of(std::size_t input) const {
    return input < places.size() && !places[input].empty() ? places[input] : ids[input];
  }
  std::size_t row_count(const RowSpace& space) const { return partitions[space.index].row_count; }
  /// First and one-past-last row of segment `s` of a grouped space.
  std::pair<std::size_t, std::size_t> segment(const RowSpace& space, std::size_t s) const {
    if (space.rows_per_segment != 0) return {s * space.rows_per_segment, (s + 1) * space.rows_per_segment};
    const auto& offsets = partitions[space.index].offsets;
    return {offsets[s], offsets[s + 1]};
  }
};

}  // namespace rowgrad
