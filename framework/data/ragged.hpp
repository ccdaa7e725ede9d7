// Ragged: many lists of ids in one array, with offsets: documents, sentences, names.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "core/matrix.hpp"

namespace rowgrad {

class Ragged {
 public:
  std::size_t size() const { return offsets_.size() - 1; }
  std::size_t total() const { return ids_.size(); }
  std::span<const Id> operator[](std::size_t i) const {
    return {ids_.data() + offsets_[i], ids_.data() + offsets_[i + 1]};
  }

  /// How many ids come before list i.
  std::uint64_t start(std::size_t i) const { return offsets_[i]; }
  /// The first list that starts at id `position` or later.
  std::size_t list_at(std::uint64_t position) const {
    return static_cast<std::size_t>(std::lower_bound(offsets_.begin(), offsets_.end(), position) - offsets_.begin());
  }

  /// Appends an id to the list being built; close() ends it.
  void push(Id id) { ids_.push_back(id); }
  void close() { offsets_.push_back(ids_.size()); }

 private:
  std::vector<Id> ids_;
  std::vector<std::uint64_t> offsets_{0};
};

}  // namespace rowgrad
