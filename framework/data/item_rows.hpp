// ItemRows: the rows of many items, one item after the other: which item a row belongs to, and where in it.
#pragma once

#include <cstdint>
#include <vector>

namespace rowgrad {

/// Immutable. Keeps two numbers per item, however many rows there are; rows are counted in 64 bits.
class ItemRows {
 public:
  struct Place {
    std::size_t item;
    std::uint64_t row;  // of the item
  };

  ItemRows() = default;
  /// rows_of(i) is how many rows item i has: at least 1.
  template <class F>
  ItemRows(std::size_t items, F&& rows_of) {
    starts_.reserve(items + 1);
    for (std::size_t i = 0; i < items; ++i) starts_.push_back(starts_.back() + rows_of(i));
    index();
  }

  /// Rows of all items.
  std::uint64_t size() const { return starts_.back(); }
  /// REQUIRES: row < size().
  Place operator[](std::uint64_t row) const {
    if (stretch_ == 1 && starts_.size() == size() + 1) return {static_cast<std::size_t>(row), 0};  // one row each
    // Between the first items of two stretches, mostly one or two of them, the item is searched for.
    std::size_t item = firsts_[row / stretch_], end = firsts_[row / stretch_ + 1] + 1;
    while (end - item > 1) {
      const std::size_t middle = item + (end - item) / 2;
      (starts_[middle] <= row ? item : end) = middle;
    }
    return {item, row - starts_[item]};
  }

 private:
  void index();

  std::vector<std::uint64_t> starts_{0};  // by item, and the end
  std::uint64_t stretch_ = 1;             // rows: as many as an item has on average
  std::vector<std::size_t> firsts_;       // by stretch, the item of its first row, and the last item
};

}  // namespace rowgrad
