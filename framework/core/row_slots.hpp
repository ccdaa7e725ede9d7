// RowSlots: which rows were touched, and in which slot each one's gradient is collected.
//
// An open-addressing hash table over the touched ids only, so that a step's cost does not depend on the table's size.
#pragma once

#include <span>
#include <vector>

#include "core/matrix.hpp"

namespace rowgrad {

class RowSlots {
 public:
  struct Result {
    std::size_t slot;
    bool is_new;
  };

  Result find_or_add(Id id) {
    if (2 * (ids_.size() + 1) > cells_.size()) grow();
    for (std::size_t i = home(id);; i = (i + 1) & mask()) {
      Cell& cell = cells_[i];
      if (cell.round != round_) {
        cell = {id, static_cast<std::uint32_t>(ids_.size()), round_};
        ids_.push_back(id);
        return {cell.slot, true};
      }
      if (cell.id == id) return {cell.slot, false};
    }
  }

  std::span<const Id> ids() const { return ids_; }

  /// Constant time: cells of an earlier round count as empty.
  void clear() {
    ids_.clear();
    ++round_;
  }

 private:
  struct Cell {
    Id id = 0;
    std::uint32_t slot = 0;
    std::uint64_t round = 0;
  };

  std::size_t mask() const { return cells_.size() - 1; }
  std::size_t home(Id id) const { return (id * 0x9e3779b97f4a7c15ULL >> 32) & mask(); }

  void grow() {
    std::vector<Cell> old(cells_.empty() ? 64 : 2 * cells_.size());
    old.swap(cells_);
    for (const Cell& cell : old) {
      if (cell.round != round_) continue;
      std::size_t i = home(cell.id);
      while (cells_[i].round == round_) i = (i + 1) & mask();
      cells_[i] = cell;
    }
  }

  std::vector<Cell> cells_;
  std::vector<Id> ids_;
  std::uint64_t round_ = 1;
};

}  // namespace rowgrad
