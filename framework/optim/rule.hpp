// Rule: an optimizer's arithmetic, written once over a block of (weights, gradient, state) and called on a whole tensor
// or on one row. It sees neither layers nor parameters; step counts, groups and row modes belong to the Optimizer.
#pragma once

#include <array>
#include <string>

#include "config/keys.hpp"
#include "kernels/rows.hpp"

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

/// What every rule understands.
struct RuleOptions {
  double lr = 0.0;
  double weight_decay = 0.0;
  double l2 = 0.0;
  double clip_norm = 0.0;
  std::string rows = "lazy";
  std::string bias_correction = "global";
  Json groups = Json::array();
};

/// What a step without a gradient does to a row, apart from decay.
enum class Idle {
  rests,   // nothing: weights and state stay
  glides,  // momentum: m ← β₁m, w ← w − step_size·m
  adam,    // m ← β₁m, v ← β₂v, w ← w − step_size·m / (√v + ε)
};

class Rule {
 public:
  virtual ~Rule() = default;

  /// Binds the keys all rules share; a rule adds its own.
  virtual void declare(Keys& keys);
  /// Checks keys against each other. Throws Error.
  virtual void check(const Where& optimizer) const;

  /// How many matrices it keeps per parameter: of the parameter's shape, or one column if state_per_row().
  virtual std::size_t slots() const = 0;
  virtual bool state_per_row() const { return false; }
  virtual Idle idle() const { return Idle::rests; }
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
