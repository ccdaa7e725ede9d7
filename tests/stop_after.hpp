// StopAfter: an observer that wishes a run saved and stopped when an epoch is over.
#pragma once

#include "run/run_observer.hpp"

namespace rowgrad {

class StopAfter : public RunObserver {
 public:
  explicit StopAfter(std::size_t epoch) : epoch_(epoch) {}
  Wish epoch_ended(const EpochMetrics& m) override { return m.epoch == epoch_ ? Wish::save_and_stop : Wish::go_on; }

 private:
  std::size_t epoch_;
};

}  // namespace rowgrad
