// OptimizerState<T>: what an optimizer remembers from one step to the next, as plain data: a checkpoint writes it, and
// an Optimizer on a state that was read back goes on with the same bits.
#pragma once

#include <vector>

#include "config/where.hpp"
#include "core/matrix.hpp"
#include "graph/parameter.hpp"

namespace rowgrad {

class UpdateRule;

/// What is counted for each row of one parameter; empty where nothing is. A count is that of `rows` or `floor`,
/// whichever is larger: a dense gradient, which brings all rows to the same step, need not write them all.
struct RowClocks {
  /// Exact rows: (rows x 2), the step at which the row's state stands, 0 before its first gradient, and that of its
  /// weights. Per-row bias correction: (rows x 1), how often the row was updated.
  Matrix<Id> rows;
  std::size_t floor = 0;

  /// The counts as they are, for a checkpoint. Read back as `rows`, with a floor of 0, they mean the same.
  Matrix<Id> settled() const;
};

template <class T>
struct OptimizerState {
  std::size_t steps = 0;  // finished
  /// The rule's matrices by parameter and slot: of the parameter's shape, or (rows x 1) if the rule keeps its state per
  /// row. A parameter that is not trained has none.
  std::vector<std::vector<Matrix<T>>> slots;
  std::vector<RowClocks> clocks;  // by parameter
  /// The learning rates of the last steps: as many as exact rows may have skipped. Empty without exact rows.
  std::vector<double> rates;
};

/// The state before the first step: zeros. Throws Error if a group of the rule, which stands at `optimizer`, matches no
/// parameter.
template <class T>
OptimizerState<T> initial_optimizer_state(const UpdateRule& rule, const std::vector<ParameterSpec>& parameters,
                                          const Where& optimizer = {});

}  // namespace rowgrad
