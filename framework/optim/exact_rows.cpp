#include "optim/exact_rows.hpp"

#include <algorithm>
#include <type_traits>

#include "core/parallel.hpp"
#include "kernels/rows.hpp"

namespace rowgrad {
namespace {

// Float tables take Gauss's rule to well below their own rounding; double is the reference and takes the plain sum.
template <class T>
constexpr double tolerance = std::is_same_v<T, float> ? 1e-6 : 0.0;

}  // namespace

template <class T>
ExactRows<T>::ExactRows(const Rule& rule, std::size_t rows)
    : rule_(rule), coasting_(rule.idle(), tolerance<T>), clocks_(zeros<Id>(rows, 2)) {}

template <class T>
auto ExactRows<T>::clock(std::size_t i) const -> Clock {
  const Id* c = row(clocks_, i);
  return {std::max<std::size_t>(c[0], floor_), std::max<std::size_t>(c[1], floor_)};
}

template <class T>
void ExactRows<T>::set_clock(std::size_t i, Clock clock) {
  row(clocks_, i)[0] = static_cast<Id>(clock.state);
  row(clocks_, i)[1] = static_cast<Id>(clock.weights);
}

template <class T>
Matrix<Id>& ExactRows<T>::clocks() {
  for (std::size_t i = 0; i < rows(clocks_); ++i) set_clock(i, clock(i));
  return clocks_;
}

template <class T>
void ExactRows<T>::catch_up(std::span<const Id> ids, const Table<T>& table) {
  if (floor_ == coasting_.last()) return;
  constexpr std::size_t ahead = 16;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i + ahead < ids.size()) __builtin_prefetch(row(clocks_, ids[i + ahead]), 1);
    schedule(ids[i]);
  }
  run(table);
}

template <class T>
void ExactRows<T>::catch_up_all(const Table<T>& table) {
  if (floor_ == coasting_.last()) return;
  for (std::size_t i = 0; i < rows(clocks_); ++i) schedule(static_cast<Id>(i));
  run(table);
}

template <class T>
void ExactRows<T>::forget(const Table<T>& table) {
  catch_up_all(table);
  coasting_.restart(coasting_.last());
}

// Rows that stand at the same step share a plan. A row without state yet, which no gradient has reached, only decays.
template <class T>
void ExactRows<T>::schedule(Id id) {
  const std::size_t now = coasting_.last();
  const Clock at = clock(id);
  if (at.weights == now) return;
  if (plans_end_ != now) {
    plans_end_ = now;
    starts_.clear();
    plans_.clear();
    plan_weights_.clear();
    plan_x_.clear();
  }
  const auto [slot, is_new] = starts_.find_or_add(static_cast<Id>(at.weights));
  if (is_new) add_plan(at.weights);
  work_.push_back(
      {id, static_cast<std::uint32_t>(slot), static_cast<std::uint32_t>(at.weights - at.state), at.state > 0});
  // A row whose weights were ahead of its state has its state brought to the same step first.
  set_clock(id, {at.state > 0 ? at.weights : 0, now});
}

template <class T>
void ExactRows<T>::add_plan(std::size_t since) {
  coasting_.since(since, coast_);
  plans_.push_back({static_cast<T>(coast_.keep), plan_x_.size(), coast_.nodes.size()});
  for (const Term& node : coast_.nodes) {
    plan_weights_.push_back(static_cast<T>(node.weight));
    plan_x_.push_back(static_cast<T>(node.x));
  }
}

template <class T>
void ExactRows<T>::run(const Table<T>& table) {
  const std::size_t ahead = table.prefetch_distance();
  parallel_for(work_.size(), table.rows_per_block(), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      if (i + ahead < last) table.prefetch(work_[i + ahead].id);
      bring_up(work_[i], table);
    }
  });
  work_.clear();
}

template <class T>
void ExactRows<T>::bring_up(const Work& work, const Table<T>& table) const {
  const auto& kernel = row_kernels<T>();
  const Plan& plan = plans_[work.plan];
  const std::size_t d = columns(table.weights);
  T* w = row(table.weights, work.id);
  const bool coasts = work.has_state && rule_.idle() != Idle::rests;
  if (coasts && work.lag > 0) scale_state(work.id, work.lag, table);
  if (!coasts || plan.nodes == 0) {
    if (plan.keep != T(1)) kernel.scale(plan.keep, w, d);
    return;
  }
  if (rule_.idle() == Idle::adam) {
    kernel.adam_coast(plan.keep, &plan_weights_[plan.first], &plan_x_[plan.first], plan.nodes, w,
                      row(table.state[0], work.id), row(table.state[1], work.id), d);
    return;
  }
  kernel.scale(plan.keep, w, d);
  kernel.axpy(-plan_weights_[plan.first], row(table.state[0], work.id), w, d);
}

template <class T>
void ExactRows<T>::scale_state(std::size_t i, std::size_t steps, const Table<T>& table) const {
  const auto decay = coasting_.decay(steps);
  for (std::size_t s = 0; s < table.state.size(); ++s) {
    Matrix<T>& state = table.state[s];
    row_kernels<T>().scale(static_cast<T>(s == 0 ? decay.first : decay.second), row(state, i), columns(state));
  }
}

// The update of a row whose state was last written `idle` steps before the step's predecessor: the skipped decays of
// its moments join this step's.
template <class T>
UpdateStep<T> ExactRows<T>::after(const UpdateStep<double>& step, std::size_t idle) const {
  UpdateStep<T> s = step.as<T>();
  if (idle == 0 || rule_.idle() == Idle::rests) return s;
  const auto decay = coasting_.decay(idle + 1);
  s.beta1 = static_cast<T>(decay.first);
  s.beta2 = static_cast<T>(decay.second);
  return s;
}

template <class T>
void ExactRows<T>::update(const UpdateStep<double>& step, const Gradient<T>& gradient, const Table<T>& table) {
  const bool dense = gradient.dense();
  if (dense)
    catch_up_all(table);
  else
    catch_up(gradient.touched(), table);
  coasting_.append(step);
  const std::size_t now = coasting_.last(), d = columns(table.weights), ahead = table.prefetch_distance();
  const bool all_current = floor_ == now - 1;
  const auto current = after(step, 0);
  const auto ids = gradient.touched();
  parallel_for(gradient.rows_touched(), table.rows_per_block(), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      if (!dense && i + ahead < last) table.prefetch(ids[i + ahead]);
      const std::size_t id = dense ? i : ids[i];
      const std::size_t state = clock(id).state;  // 0: there is none yet
      const std::size_t idle = all_current || state == 0 ? 0 : now - 1 - state;
      const T* g = dense ? gradient.block(0) + i * d : gradient.block(i);
      rule_.update(idle == 0 ? current : after(step, idle), table.block(id, g, 1));
      if (!dense) set_clock(id, {now, now});
    }
  });
  if (dense) floor_ = now;
}

template class ExactRows<float>;
template class ExactRows<double>;

}  // namespace rowgrad
