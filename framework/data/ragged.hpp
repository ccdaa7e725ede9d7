// Ragged: many lists of ids in one array, with offsets: documents, sentences, names.
#pragma once

#include <span>
#include <vector>

#include "core/matrix.hpp"

namespace rowgrad {

class Ragged {
 public:
  Ragged() = default;
  /// Lists of these lengths, to be filled through operator[]; different lists from different threads if need be.
  explicit Ragged(std::span<const std::uint64_t> lengths) {
    offsets_.reserve(lengths.size() + 1);
    for (const std::uint64_t length : lengths) offsets_.push_back(offsets_.back() + length);
    ids_.resize(offsets_.back());
  }
  /// All lists of the pieces, one after the other.
  explicit Ragged(std::span<const Ragged> pieces) {
    for (const Ragged& piece : pieces) {
      for (std::size_t i = 0; i < piece.size(); ++i) offsets_.push_back(ids_.size() + piece.offsets_[i + 1]);
      ids_.insert(ids_.end(), piece.ids_.begin(), piece.ids_.end());
    }
  }

  std::size_t size() const { return offsets_.size() - 1; }
  std::size_t total() const { return ids_.size(); }
  std::span<const Id> operator[](std::size_t i) const {
    return {ids_.data() + offsets_[i], ids_.data() + offsets_[i + 1]};
  }
  std::span<Id> operator[](std::size_t i) { return {ids_.data() + offsets_[i], ids_.data() + offsets_[i + 1]}; }

  /// Makes room for so many ids in so many lists more.
  void reserve(std::size_t ids, std::size_t lists) {
    ids_.reserve(ids_.size() + ids);
    offsets_.reserve(offsets_.size() + lists);
  }
  /// Appends a whole list.
  void push(std::span<const Id> ids) {
    ids_.insert(ids_.end(), ids.begin(), ids.end());
    close();
  }
  /// Appends an id to the list being built; close() ends it.
  void push(Id id) { ids_.push_back(id); }
  void close() { offsets_.push_back(ids_.size()); }

 private:
  std::vector<Id> ids_;
  std::vector<std::uint64_t> offsets_{0};
};

}  // namespace rowgrad
