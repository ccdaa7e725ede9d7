// HuffmanTree: a binary code for a vocabulary in which frequent words have short paths (Huffman 1952), for hierarchical
// softmax (Morin & Bengio 2005; Mikolov et al. 2013).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/matrix.hpp"

namespace rowgrad {

/// Immutable once built; any number of threads may read.
class HuffmanTree {
 public:
  HuffmanTree() = default;
  /// One leaf per count; the leaf's number is its index.
  explicit HuffmanTree(std::span<const std::uint64_t> counts);

  /// Number of inner nodes: leaves − 1. The root is the last.
  std::size_t inner_nodes() const { return offsets_.size() < 2 ? 0 : offsets_.size() - 2; }
  /// The inner nodes from the root down to a leaf, and at each of them the branch taken: 0 or 1.
  std::span<const Id> nodes(Id leaf) const { return slice(nodes_, leaf); }
  std::span<const Id> branches(Id leaf) const { return slice(branches_, leaf); }

 private:
  std::span<const Id> slice(const std::vector<Id>& list, Id leaf) const {
    return {list.data() + offsets_[leaf], list.data() + offsets_[leaf + 1]};
  }
  std::vector<std::uint64_t> offsets_;  // (leaves + 1)
  std::vector<Id> nodes_;               // all paths, one after the other
  std::vector<Id> branches_;
};

}  // namespace rowgrad
