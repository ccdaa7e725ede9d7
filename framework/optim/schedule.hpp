// Schedule: the learning rate's factor over a run.
#pragma once

#include "config/keys.hpp"

namespace rowgrad {

class Schedule {
 public:
  virtual ~Schedule() = default;

  virtual void declare(Keys& keys) {
    keys.add("warmup_steps", warmup_steps_, "steps over which the rate first rises linearly from 0");
  }

  /// The factor for step `step` (from 0) when the fraction `progress` of the run, in [0, 1), is done.
  double factor(std::size_t step, double progress) const {
    const double warm = warmup_steps_ == 0 ? 1.0 : static_cast<double>(step + 1) / static_cast<double>(warmup_steps_);
    return (warm < 1.0 ? warm : 1.0) * decay(progress);
  }
  std::size_t warmup_steps() const { return warmup_steps_; }

 protected:
  virtual double decay(double progress) const = 0;

 private:
  std::size_t warmup_steps_ = 0;
};

}  // namespace rowgrad
