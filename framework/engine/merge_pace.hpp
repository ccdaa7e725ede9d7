// MergePace: how often the ranks of a hogwild run merge.
//
// Merging a row costs about what training a token costs: both move a few rows of the same width, and more dimensions
// make both dearer. Two ranks train 24 tokens each for every row that a round merges, so that merging takes some 4 % of
// the time. More ranks have more to tell each other: R of them train 24/(R - 1). Where training a token is cheaper than
// that, or the network slower, rounds are further apart: as far as it takes to keep the processor time of merging, as
// measured, below 5 % times R - 1, and below a fifth.
//
// In the beginning a model goes from nothing to something, and ranks that went far by themselves would make different
// things of it: the next round comes when a twelfth more has been trained than so far, if that is sooner.
#pragma once

#include <cstddef>

namespace rowgrad {

class MergePace {
 public:
  /// `tokens` are those of a pass that each of the `ranks` trains.
  MergePace(std::size_t rows_per_round, std::size_t tokens, int ranks);

  /// A round took so many seconds of the processor, and came so many seconds and so much of a pass after the one
  /// before.
  void measure(double cost, double seconds, double passed);
  /// How much of the pass is to be trained before the next round, with `trained` passes done: may be more than is left.
  double next(double trained) const;

 private:
  double most_cost_;                            // fraction of the time
  double least_;                                // stride
  double stride_;                               // now
  double cost_ = 0.0, seconds_per_pass_ = 0.0;  // running means
};

}  // namespace rowgrad
