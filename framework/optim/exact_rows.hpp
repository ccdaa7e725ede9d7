// ExactRows<T>: one parameter under "rows": "exact", the trajectory of dense rows at nearly the cost of lazy ones.
//
// Each row has two clocks (RowClocks), for its weights and for its state. Before a row is read, the steps it has
// skipped are applied to its weights (optim/skipped_steps.hpp); its state is scaled when it is next written anyway.
// Invariant: state clock ≤ weights clock ≤ last step. Not thread-safe; works in blocks of fixed size on all threads.
#pragma once

#include <span>
#include <vector>

#include "core/matrix.hpp"
#include "core/row_slots.hpp"
#include "graph/gradient.hpp"
#include "optim/optimizer_state.hpp"
#include "optim/skipped_steps.hpp"
#include "optim/table.hpp"
#include "optim/update_rule.hpp"

namespace rowgrad {

template <class T>
class ExactRows {
 public:
  /// The rule and `clocks` must outlive it. The steps after `first` that are done already, which rows may have skipped,
  /// are then told by remember(), in order. REQUIRES: no row's weights clock is below `first`.
  ExactRows(const UpdateRule& rule, RowClocks& clocks, std::size_t first);
  void remember(const UpdateStep<double>& step) { skipped_.append(step); }

  /// Brings the weights of `ids` (which may repeat) up to the last finished step.
  void catch_up(std::span<const Id> ids, const Table<T>& table);
  void catch_up_all(const Table<T>& table);
  /// The same, after which the steps so far need no longer be remembered.
  void forget(const Table<T>& table);
  /// One step with a gradient, sparse or dense.
  void update(const UpdateStep<double>& step, const Gradient<T>& gradient, const Table<T>& table);

 private:
  struct Clock {
    std::size_t state, weights;  // steps; state is 0 before the row's first gradient
  };
  // What to do for a row that is behind.
  struct Work {
    Id id;
    std::uint32_t plan;
    std::uint32_t state_lag;  // by how many steps its state is behind its weights
    bool has_state;
  };
  // A SkippedUpdate in the parameter's type, its nodes from `first` on in node_weights_ and node_x_.
  struct Plan {
    T decay;
    std::size_t first, nodes;
  };

  Clock clock(std::size_t row) const;
  void set_clock(std::size_t row, Clock clock);
  void enqueue(Id id);
  void add_plan(std::size_t since);
  void run(const Table<T>& table);
  void apply_skipped(const Work& work, const Table<T>& table) const;
  void scale_state(std::size_t row, std::size_t steps, const Table<T>& table) const;
  UpdateStep<T> update_after(std::size_t skipped, const UpdateStep<double>& step) const;

  const UpdateRule& rule_;
  RowClocks& clocks_;
  SkippedSteps skipped_;
  // Rows whose weights stand at the same step share a plan. All are for the step plans_end_.
  std::size_t plans_end_ = 0;
  RowSlots plan_of_;  // by the step at which the weights stand
  std::vector<Plan> plans_;
  std::vector<T> node_weights_, node_x_;
  SkippedUpdate update_;    // scratch of add_plan()
  std::vector<Work> work_;  // queued for run()
};

}  // namespace rowgrad
