// ExactRows<T>: one parameter under "rows": "exact", the trajectory of dense rows at nearly the cost of lazy ones.
//
// Each row keeps two clocks: the step its weights stand at and the step its state stands at. Bringing a row up to date
// (optim/coasting.hpp) moves its weights only; its state is scaled when it is next written anyway. Invariant: state
// step ≤ weight step ≤ last step. Not thread-safe; works in blocks of fixed size on all threads.
#pragma once

#include <span>
#include <vector>

#include "core/matrix.hpp"
#include "graph/gradient.hpp"
#include "graph/row_slots.hpp"
#include "optim/coasting.hpp"
#include "optim/rule.hpp"
#include "optim/table.hpp"

namespace rowgrad {

template <class T>
class ExactRows {
 public:
  ExactRows(const Rule& rule, std::size_t rows);

  /// Brings the weights of `ids` (which may repeat) up to the last finished step.
  void catch_up(std::span<const Id> ids, const Table<T>& table);
  void catch_up_all(const Table<T>& table);
  /// The same, after which the steps so far need no longer be remembered.
  void forget(const Table<T>& table);
  /// One step with a gradient, sparse or dense.
  void update(const UpdateStep<double>& step, const Gradient<T>& gradient, const Table<T>& table);

  /// The clocks for a checkpoint: (rows x 2), the state's step and the weights' step.
  Matrix<Id>& clocks();
  /// To continue from a checkpoint, whose clocks were read into clocks(): what the steps after `first` were, in order.
  void restart(std::size_t first) { coasting_.restart(first); }
  void replay(const UpdateStep<double>& step) { coasting_.append(step); }

 private:
  struct Clock {
    std::size_t state, weights;
  };
  // A row that is behind: how far its weights' step is ahead of its state's, and what to do.
  struct Work {
    Id id;
    std::uint32_t plan;
    std::uint32_t lag;
    bool has_state;
  };
  // A Coast in the parameter's type, its nodes from `first` on in plan_weights_ and plan_x_.
  struct Plan {
    T keep;
    std::size_t first, nodes;
  };

  Clock clock(std::size_t row) const;
  void set_clock(std::size_t row, Clock clock);
  void schedule(Id id);
  void add_plan(std::size_t since);
  void run(const Table<T>& table);
  void bring_up(const Work& work, const Table<T>& table) const;
  void scale_state(std::size_t row, std::size_t steps, const Table<T>& table) const;
  UpdateStep<T> after(const UpdateStep<double>& step, std::size_t idle) const;

  const Rule& rule_;
  Coasting coasting_;
  Matrix<Id> clocks_;
  std::size_t floor_ = 0;  // no clock stands lower, whatever clocks_ says
  RowSlots starts_;        // steps since which rows coast -> plans_
  std::size_t plans_end_ = 0;
  std::vector<Plan> plans_;
  std::vector<T> plan_weights_, plan_x_;
  Coast coast_;
  std::vector<Work> work_;
};

}  // namespace rowgrad
