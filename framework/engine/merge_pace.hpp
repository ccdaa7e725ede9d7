// MergePace: how often the ranks of a hogwild run merge.
//
// Merging a row costs about what training a token costs: both move a few rows of the same width, and more dimensions
// make both dearer. So for each row that a round merges 32 tokens are trained, and merging takes about 3 % of the time.
// Where training a token is cheaper than that, or the network slower, rounds are further apart: as far as it takes to
// keep the processor time of merging, as measured, below 3 %.
#pragma once

#include <cstddef>

namespace rowgrad {

class MergePace {
 public:
  /// `tokens` are those of a pass that a rank trains.
  MergePace(std::size_t rows_per_round, std::size_t tokens);

  /// A round took so many seconds of the processor, and so many passed since the one before.
  void measure(double cost, double seconds);
  /// How much of the pass is to be trained before the next round: a fraction, which may be above 1.
  double stride() const { return stride_; }

 private:
  double least_;                                // stride
  double stride_;                               // now
  double cost_ = 0.0, seconds_per_pass_ = 0.0;  // running means
};

}  // namespace rowgrad
