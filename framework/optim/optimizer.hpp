// Optimizer<T>: applies a rule to every gradient block of a step and keeps the rule's state, parallel to the
// parameters.
//
// "rows" says what a step does to rows without a gradient:
//   dense  they are updated like all others, as in every framework's dense optimizers;
//   lazy   they stay as they are, weights and state.
// A dense gradient updates every row in either mode. Blocks of fixed size, each on one thread: the same bits on any
// number of threads.
#pragma once

#include <memory>
#include <vector>

#include "graph/gradient.hpp"
#include "graph/parameter.hpp"
#include "optim/groups.hpp"
#include "optim/rule.hpp"

namespace rowgrad {

template <class T>
class Optimizer {
 public:
  /// Allocates zeroed state for every parameter that is not frozen. `rule` must outlive the optimizer. Throws Error if
  /// a group's pattern matches nothing.
  Optimizer(const Rule& rule, const std::vector<ParameterSpec>& parameters, const Where& where = {});

  /// One step: updates the parameters from `gradients`, which it may clip. lr is this step's learning rate.
  void step(Parameters<T>& parameters, std::vector<Gradient<T>>& gradients, double lr) {
    apply(parameters, gradients, lr, ++steps_);
  }
  /// The same as the t-th step (from 1), which the caller counts: hogwild workers call it at the same time, each with
  /// gradients of its own, and race on weights and state by design.
  void apply(Parameters<T>& parameters, std::vector<Gradient<T>>& gradients, double lr, std::size_t t);

  std::size_t steps() const { return steps_; }
  void set_steps(std::size_t steps) { steps_ = steps; }
  /// State matrices by parameter and slot, for the checkpoint; frozen parameters have none.
  std::vector<std::vector<Matrix<T>>>& state() { return state_; }
  /// With per-row bias correction: how often each row of a parameter was updated (rows x 1), otherwise empty.
  std::vector<Matrix<Id>>& row_steps() { return row_steps_; }

 private:
  StepInfo info(std::size_t p, double lr, std::size_t t) const;
  Block<T> block(std::size_t p, Parameters<T>& parameters, std::size_t row, const T* gradient, std::size_t count);
  void update_all(std::size_t p, Parameters<T>& parameters, const T* gradient, const StepInfo& step);
  void update_touched(std::size_t p, Parameters<T>& parameters, Gradient<T>& gradient, const StepInfo& step);
  void update_touched_and_rest(std::size_t p, Parameters<T>& parameters, Gradient<T>& gradient, const StepInfo& step);
  void update_per_row(std::size_t p, Parameters<T>& parameters, Gradient<T>& gradient, const StepInfo& step);

  const Rule& rule_;
  std::vector<ParameterGroup> groups_;  // by parameter
  std::vector<bool> trained_;           // by parameter
  std::size_t steps_ = 0;
  std::vector<std::vector<Matrix<T>>> state_;
  std::vector<Matrix<Id>> row_steps_;
};

}  // namespace rowgrad
