// Optimizer<T>: applies a rule to the gradients of a step, block by block. What it remembers is in an OptimizerState.
//
// "rows" says what a step does to rows without a gradient:
//   dense  they are updated like all others, as in every framework's dense optimizers;
//   lazy   they stay as they are, weights and state;
//   exact  the same result as dense, computed when the row is next read (optim/exact_rows.hpp): whoever reads rows says
//          so first, by catch_up() before a forward pass and by catch_up_all() before reading all of them.
// A dense gradient updates every row in any mode. Blocks of fixed size, each on one thread: the same bits on any
// number of threads.
#pragma once

#include <memory>
#include <vector>

#include "data/batch.hpp"
#include "graph/gradient.hpp"
#include "graph/rows_read.hpp"
#include "optim/exact_rows.hpp"
#include "optim/groups.hpp"
#include "optim/optimizer_state.hpp"
#include "optim/row_mode.hpp"
#include "optim/update_rule.hpp"

namespace rowgrad {

template <class T>
class Optimizer {
 public:
  /// Goes on where `state` stands, which must have been made for the same rule and parameters. It and `rule` must
  /// outlive the optimizer. Throws Error if a group's pattern matches nothing; `where` is where the rule stands.
  Optimizer(const UpdateRule& rule, const std::vector<ParameterSpec>& parameters, OptimizerState<T>& state,
            const Where& where = {});

  /// One step: updates the parameters from `gradients`, which it may clip. lr is this step's learning rate.
  void step(Parameters<T>& parameters, std::vector<Gradient<T>>& gradients, double lr);
  /// The same as the t-th step (from 1), which the caller counts, without exact rows: hogwild workers call it at the
  /// same time, each with gradients of its own, and race on weights and state by design.
  void apply(Parameters<T>& parameters, std::vector<Gradient<T>>& gradients, double lr, std::size_t t);

  /// Brings the rows that a forward pass over `batch` reads up to the last finished step.
  void catch_up(Parameters<T>& parameters, const std::vector<RowsRead>& reads, const Batch& batch);
  void catch_up_all(Parameters<T>& parameters);
  /// The same of these rows of one parameter, which may repeat.
  void catch_up_rows(std::size_t parameter, Parameters<T>& parameters, std::span<const Id> rows);
  /// Whether a parameter is trained: neither a buffer nor frozen.
  bool trains(std::size_t parameter) const { return trained_[parameter]; }
  /// Whether a parameter has rows that may be behind; whether any has.
  bool defers(std::size_t parameter) const { return exact_[parameter] != nullptr; }
  bool defers() const {
    return std::ranges::any_of(exact_, [](const auto& rows) { return rows != nullptr; });
  }

 private:
  StepInfo info(std::size_t p, double lr, std::size_t t) const;
  Table<T> table(std::size_t p, Parameters<T>& parameters) { return {parameters[p].value, state_.slots[p]}; }
  void remember(Parameters<T>& parameters, double lr);
  void update(std::size_t p, const Table<T>& table, const Gradient<T>& gradient, const StepInfo& step);
  void update_all(const Table<T>& table, const T* gradient, const StepInfo& step);
  void update_touched(const Table<T>& table, const Gradient<T>& gradient, const StepInfo& step);
  void update_touched_and_rest(const Table<T>& table, const Gradient<T>& gradient, const StepInfo& step);
  void update_counted(const Table<T>& table, Matrix<Id>& counts, const Gradient<T>& gradient, const StepInfo& step);

  const UpdateRule& rule_;
  OptimizerState<T>& state_;
  std::vector<ParameterGroup> groups_;                // by parameter
  std::vector<RowMode> modes_;                        // by parameter
  std::vector<bool> trained_;                         // by parameter
  std::vector<std::unique_ptr<ExactRows<T>>> exact_;  // by parameter; null for other rows
};

}  // namespace rowgrad
