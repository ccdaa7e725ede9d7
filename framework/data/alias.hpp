// AliasTable: sampling from a discrete distribution in constant time (Walker 1977; Vose 1991).
#pragma once

#include <span>
#include <vector>

#include "core/matrix.hpp"
#include "core/random.hpp"

namespace rowgrad {

/// Immutable once built; any number of threads may sample.
class AliasTable {
 public:
  AliasTable() = default;
  /// Probabilities proportional to `weights`. REQUIRES: some weight is positive, none negative.
  explicit AliasTable(std::span<const double> weights);

  std::size_t size() const { return cells_.size(); }
  /// One outcome from 64 uniform bits: the high half picks a cell, the low half decides between its two outcomes.
  Id sample(std::uint64_t bits) const {
    const std::uint64_t cell = ((bits >> 32) * cells_.size()) >> 32;
    const Cell& c = cells_[cell];
    // Branch-free select: a branch would be mispredicted half the time.
    const Id take_alias = static_cast<Id>(-static_cast<Id>(static_cast<std::uint32_t>(bits) >= c.threshold));
    return static_cast<Id>(cell) ^ ((static_cast<Id>(cell) ^ c.alias) & take_alias);
  }
  /// The probability of an outcome, as sampled.
  double probability(Id id) const { return probability_[id]; }

 private:
  struct Cell {
    std::uint32_t threshold;
    Id alias;
  };
  std::vector<Cell> cells_;
  std::vector<double> probability_;
};

}  // namespace rowgrad
