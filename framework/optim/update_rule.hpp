// UpdateRule: an optimizer's arithmetic, written once over a block of (weights, gradient, state) and called on a whole
// tensor or on one row. It sees neither layers nor parameters; step counts, groups and row modes belong to the
// Optimizer.
#pragma once

#include <array>

#include "config/keys.hpp"
#include "kernels/update_step.hpp"
#include "optim/rule_options.hpp"

namespace rowgrad {

/// One contiguous block. All pointers have `n` elements; state slots beyond the rule's are null.
template <class T>
struct Block {
  T* weights;
  const T* gradient;
  std::array<T*, 2> state;
  std::size_t n;
};

/// What a step's scalars depend on.
struct StepInfo {
  double lr;            // of the parameter's group
  double weight_decay;  // likewise
  std::size_t t;        // counts steps from 1
};

/// What a step does to a row whose gradient is zero, apart from weight decay. The optimizer takes it at its word: rows
/// that stay are not visited, and exact rows skip steps by these formulas.
enum class ZeroGradient {
  none,      // nothing: weights and state stay
  momentum,  // m ← β₁m, w ← w − step_size·m; m is slot 0
  adam,      // m ← β₁m, v ← β₂v, w ← w − step_size·m / (√v + ε); m and v are slots 0 and 1
  other,     // something else, so that there are no exact rows
};

class UpdateRule {
 public:
  virtual ~UpdateRule() = default;

  /// Binds the keys all rules share; a rule adds its own.
  virtual void declare(Keys& keys);
  /// Checks keys against each other. Throws Error.
  virtual void check(const Where& optimizer) const;

  /// How many matrices it keeps per parameter: of the parameter's shape, or one column if state_per_row().
  virtual std::size_t slots() const = 0;
  virtual bool state_per_row() const { return false; }
  virtual ZeroGradient zero_gradient() const = 0;
  double lr() const { return options.lr; }

  /// What depends on the step alone.
  virtual UpdateStep<double> scalars(const StepInfo& step) const = 0;
  /// Updates one block; a block is one row if state_per_row().
  virtual void update(const UpdateStep<float>& step, const Block<float>& block) const = 0;
  virtual void update(const UpdateStep<double>& step, const Block<double>& block) const = 0;

  RuleOptions options;

 protected:
  /// Scalars of a rule that moves by lr · direction; others start from these.
  UpdateStep<double> plain_scalars(const StepInfo& step) const;
};

}  // namespace rowgrad
