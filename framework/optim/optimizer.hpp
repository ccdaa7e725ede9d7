// Optimizer<T>: applies a rule to every gradient block of a step and keeps the rule's state, parallel to the
// parameters.
//
// "rows" says what a step does to rows without a gradient:
//   dense  they are updated like all others, as in every framework's dense optimizers;
//   lazy   they stay as they are, weights and state;
//   exact  they are owed it, until they are next read: the caller announces reads by catch_up() before a forward pass
//          and catch_up_all() before evaluating or saving (optim/exact_rows.hpp).
// A dense gradient updates every row in any mode. Blocks of fixed size, each on one thread: the same bits on any
// number of threads.
#pragma once

#include <memory>
#include <vector>

#include "graph/gradient.hpp"
#include "graph/parameter.hpp"
#include "graph/rows_read.hpp"
#include "optim/exact_rows.hpp"
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
  void step(Parameters<T>& parameters, std::vector<Gradient<T>>& gradients, double lr);
  /// The same for other than exact rows as the t-th step (from 1), which the caller counts: hogwild workers call it at
  /// the same time, each with gradients of its own, and race on weights and state by design.
  void apply(Parameters<T>& parameters, std::vector<Gradient<T>>& gradients, double lr, std::size_t t);

  /// Brings the rows that a forward pass over `batch` reads up to the last finished step.
  void catch_up(Parameters<T>& parameters, const std::vector<RowsRead>& reads, const Batch& batch);
  void catch_up_all(Parameters<T>& parameters);
  /// Whether a parameter has rows that may be behind.
  bool defers(std::size_t parameter) const { return exact_[parameter] != nullptr; }

  std::size_t steps() const { return steps_; }
  void set_steps(std::size_t steps) { steps_ = steps; }
  /// State matrices by parameter and slot, for the checkpoint; frozen parameters have none.
  std::vector<std::vector<Matrix<T>>>& state() { return state_; }
  /// What is kept per row of a parameter, for the checkpoint: update counts (rows x 1) with per-row bias correction,
  /// two clocks (rows x 2) if the rows are exact; null otherwise.
  Matrix<Id>* clocks(std::size_t parameter);
  /// The learning rates of the last steps, as many as exact rows need.
  const std::vector<double>& rates() const { return rates_; }
  /// Continues after step `steps`, from a checkpoint whose state and clocks were read back.
  void restore(std::size_t steps, std::vector<double> rates);

 private:
  StepInfo info(std::size_t p, double lr, std::size_t t) const;
  Table<T> table(std::size_t p, Parameters<T>& parameters) { return {parameters[p].value, state_[p]}; }
  bool idle_rows_change(std::size_t p) const;
  void update_all(const Table<T>& table, const T* gradient, const StepInfo& step);
  void update_touched(const Table<T>& table, Gradient<T>& gradient, const StepInfo& step);
  void update_touched_and_rest(const Table<T>& table, Gradient<T>& gradient, const StepInfo& step);
  void update_per_row(const Table<T>& table, Matrix<Id>& counts, Gradient<T>& gradient, const StepInfo& step);

  const Rule& rule_;
  std::vector<ParameterGroup> groups_;  // by parameter
  std::vector<bool> trained_;           // by parameter
  std::size_t steps_ = 0;
  std::vector<std::vector<Matrix<T>>> state_;
  std::vector<Matrix<Id>> row_steps_;                 // by parameter; empty without per-row bias correction
  std::vector<std::unique_ptr<ExactRows<T>>> exact_;  // by parameter; null for other rows
  std::vector<double> rates_;
};

}  // namespace rowgrad
