// Optimizer<T>: applies a rule to every gradient block of a step and keeps the rule's state, parallel to the
// parameters.
#pragma once

#include <memory>
#include <vector>

#include "graph/gradient.hpp"
#include "graph/parameter.hpp"
#include "optim/rule.hpp"

namespace rowgrad {

template <class T>
class Optimizer {
 public:
  /// Allocates zeroed state for every trainable parameter. `rule` must outlive the optimizer.
  Optimizer(const Rule& rule, const std::vector<ParameterSpec>& parameters);

  /// One step: updates the parameters from `gradients`, which stay as they are. lr is this step's learning rate.
  void step(Parameters<T>& parameters, std::vector<Gradient<T>>& gradients, double lr) {
    apply(parameters, gradients, lr, ++steps_);
  }
  /// The same as the t-th step (from 1), which the caller counts: hogwild workers call it at the same time, and race on
  /// weights and state by design.
  void apply(Parameters<T>& parameters, std::vector<Gradient<T>>& gradients, double lr, std::size_t t);

  std::size_t steps() const { return steps_; }
  void set_steps(std::size_t steps) { steps_ = steps; }
  /// State matrices by parameter and slot, for the checkpoint; buffers have none.
  std::vector<std::vector<Matrix<T>>>& state() { return state_; }

 private:
  void update_dense(std::size_t p, Parameters<T>& parameters, const T* gradient, const StepInfo& info);
  void update_rows(std::size_t p, Parameters<T>& parameters, Gradient<T>& gradient, const StepInfo& info);

  const Rule& rule_;
  std::size_t steps_ = 0;
  std::vector<std::vector<Matrix<T>>> state_;
};

}  // namespace rowgrad
