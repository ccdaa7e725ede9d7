// MergePlan: which rows of a table the ranks of a hogwild run merge in which round.
//
// Ids are in order of frequency, and by Zipf's law the rows at i are met twice as often as those at 2i. So a round
// merges the first `hot` rows and one slice of as many rows from each octave behind them: rows hot..2·hot in every
// round, 2·hot..4·hot in every second, 4·hot..8·hot in every fourth. Every row is then merged after about as many
// updates of its own, and all rounds cost the same.
#pragma once

#include <vector>

#include "core/share.hpp"

namespace rowgrad {

class MergePlan {
 public:
  /// `hot` is at least 1.
  MergePlan(std::size_t rows, std::size_t hot) : rows_(rows), hot_(hot) {}

  /// The rows of round k, in ascending order.
  std::vector<Share> round(std::size_t k) const;
  /// The most rows that a round merges.
  std::size_t rows_per_round() const;

 private:
  std::size_t rows_, hot_;
};

}  // namespace rowgrad
