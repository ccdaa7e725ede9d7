// Rule: an optimizer's arithmetic, written once over a block of (weights, gradient, state) and called on a whole tensor
// or on one row. It sees neither layers nor parameters; step counts and row modes belong to the Optimizer.
#pragma once

#include <array>
#include <string>

#include "config/keys.hpp"

namespace rowgrad {

/// One contiguous block. All pointers have `n` elements; state slots beyond the rule's are null.
template <class T>
struct Block {
  T* weights;
  const T* gradient;
  std::array<T*, 2> state;
  std::size_t n;
};

/// What one step's update needs besides the block.
struct StepInfo {
  double lr;
  std::size_t t;                    // counts steps from 1
  std::array<double, 4> scalars{};  // what the rule worked out once for the step
};

class Rule {
 public:
  virtual ~Rule() = default;

  virtual void declare(Keys& keys) = 0;
  /// How many matrices of each parameter's shape it keeps.
  virtual std::size_t slots() const = 0;
  virtual double lr() const = 0;
  /// "dense": every row is updated every step; "lazy": only touched rows.
  virtual const std::string& row_mode() const = 0;

  /// Fills `scalars` with what depends on the step alone.
  virtual void prepare(StepInfo&) const {}
  virtual void update(const StepInfo& step, const Block<float>& block) const = 0;
  virtual void update(const StepInfo& step, const Block<double>& block) const = 0;
};

}  // namespace rowgrad
