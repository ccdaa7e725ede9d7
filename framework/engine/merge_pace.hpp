// MergePace: how often the ranks of a hogwild run merge.
//
// Merging a row costs about what training a token costs: both move a few rows of the same width, and more dimensions
// make both dearer. Two ranks train 12 tokens each for every row that a round merges. More ranks have more to tell each
// other: R of them train 12/(R - 1). Where training a token is cheaper than that, or the network slower, rounds are
// further apart: as far as it takes to keep the processor time of merging, as measured, below 8 % times R - 1, and
// below a quarter, and far enough for a round to be over before the next is due.
//
// In the beginning a model goes from nothing to something, and ranks that went far by themselves would make different
// things of it: the next round comes when a quarter more has been trained than so far, if that is sooner.
#pragma once

#include <cstddef>

namespace rowgrad {

class MergePace {
 public:
  /// `tokens` are those of a pass that each of the `ranks` trains.
  MergePace(std::size_t rows_per_round, std::size_t tokens, int ranks);

  struct Round {
    double processor, clock;  // seconds it took
    double since, passed;     // seconds since the round before, and how much of a pass was trained in them
  };
  /// One is over.
  void measure(const Round& round);
  /// How much of the pass is to be trained before the next round, with `trained` passes done: may be more than is left.
  double next(double trained) const;
  /// The same once the beginning is over.
  double stride() const { return stride_; }

 private:
  double most_cost_;                                               // fraction of the time
  double least_;                                                   // stride
  double stride_;                                                  // now
  double processor_ = 0.0, clock_ = 0.0, seconds_per_pass_ = 0.0;  // running means
};

}  // namespace rowgrad
