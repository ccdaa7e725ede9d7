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
ExactRows<T>::ExactRows(const UpdateRule& rule, RowClocks& clocks, std::size_t first)
    : rule_(rule), clocks_(clocks), skipped_(rule.zero_gradient(), tolerance<T>) {
  skipped_.restart(first);
}

template <class T>
auto ExactRows<T>::clock(std::size_t i) const -> Clock {
  const Id* c = row(clocks_.rows, i);
  return {std::max<std::size_t>(c[0], clocks_.floor), std::max<std::size_t>(c[1], clocks_.floor)};
}

template <class T>
void ExactRows<T>::set_clock(std::size_t i, Clock clock) {
  row(clocks_.rows, i)[0] = static_cast<Id>(clock.state);
  row(clocks_.rows, i)[1] = static_cast<Id>(clock.weights);
}

template <class T>
void ExactRows<T>::catch_up(std::span<const Id> ids, const Table<T>& table) {
  if (clocks_.floor == skipped_.last()) return;
  constexpr std::size_t ahead = 16;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i + ahead < ids.size()) __builtin_prefetch(row(clocks_.rows, ids[i + ahead]), 1);
    enqueue(ids[i]);
  }
  run(table);
}

template <class T>
void ExactRows<T>::catch_up_all(const Table<T>& table) {
  if (clocks_.floor == skipped_.last()) return;
  for (std::size_t i = 0; i < rows(clocks_.rows); ++i) enqueue(static_cast<Id>(i));
  run(table);
}

template <class T>
void ExactRows<T>::forget(const Table<T>& table) {
  catch_up_all(table);
  skipped_.restart(skipped_.last());
}

template <class T>
void ExactRows<T>::enqueue(Id id) {
  const std::size_t now = skipped_.last();
  const Clock at = clock(id);
  if (at.weights == now) return;
  if (plans_end_ != now) {
    plans_end_ = now;
    plan_of_.clear();
    plans_.clear();
    node_weights_.clear();
    node_x_.clear();
  }
  const auto [slot, is_new] = plan_of_.find_or_add(static_cast<Id>(at.weights));
  if (is_new) add_plan(at.weights);
  work_.push_back(
      {id, static_cast<std::uint32_t>(slot), static_cast<std::uint32_t>(at.weights - at.state), at.state > 0});
  // run() first brings the state to the step at which the weights stand.
  set_clock(id, {at.state > 0 ? at.weights : 0, now});
}

template <class T>
void ExactRows<T>::add_plan(std::size_t since) {
  skipped_.since(since, update_);
  plans_.push_back({static_cast<T>(update_.decay), node_x_.size(), update_.nodes.size()});
  for (const Term& node : update_.nodes) {
    node_weights_.push_back(static_cast<T>(node.weight));
    node_x_.push_back(static_cast<T>(node.x));
  }
}

template <class T>
void ExactRows<T>::run(const Table<T>& table) {
  const std::size_t ahead = table.prefetch_distance();
  parallel_for(work_.size(), table.rows_per_block(), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      if (i + ahead < last) table.prefetch(work_[i + ahead].id);
      apply_skipped(work_[i], table);
    }
  });
  work_.clear();
}

// A row without state, which no gradient has reached yet, only decays.
template <class T>
void ExactRows<T>::apply_skipped(const Work& work, const Table<T>& table) const {
  const auto& kernel = row_kernels<T>();
  const Plan& plan = plans_[work.plan];
  const std::size_t d = columns(table.weights);
  T* w = row(table.weights, work.id);
  const bool moves = work.has_state && rule_.zero_gradient() != ZeroGradient::none;
  if (moves && work.state_lag > 0) scale_state(work.id, work.state_lag, table);
  if (!moves || plan.nodes == 0) {
    if (plan.decay != T(1)) kernel.scale(plan.decay, w, d);
    return;
  }
  if (rule_.zero_gradient() == ZeroGradient::adam) {
    kernel.adam_skipped(plan.decay, &node_weights_[plan.first], &node_x_[plan.first], plan.nodes, w,
                        row(table.state[0], work.id), row(table.state[1], work.id), d);
    return;
  }
  kernel.scale(plan.decay, w, d);
  kernel.axpy(-node_weights_[plan.first], row(table.state[0], work.id), w, d);
}

template <class T>
void ExactRows<T>::scale_state(std::size_t i, std::size_t steps, const Table<T>& table) const {
  const auto factor = skipped_.beta_powers(steps);
  for (std::size_t s = 0; s < table.state.size(); ++s) {
    Matrix<T>& state = table.state[s];
    row_kernels<T>().scale(static_cast<T>(s == 0 ? factor.beta1 : factor.beta2), row(state, i), columns(state));
  }
}

// The update of a row whose state has skipped the last `skipped` steps: β₁ and β₂ to the power skipped + 1, which
// applies the skipped decays of the moments now.
template <class T>
UpdateStep<T> ExactRows<T>::update_after(std::size_t skipped, const UpdateStep<double>& step) const {
  UpdateStep<T> s = step.as<T>();
  if (skipped == 0 || rule_.zero_gradient() == ZeroGradient::none) return s;
  const auto power = skipped_.beta_powers(skipped + 1);
  s.beta1 = static_cast<T>(power.beta1);
  s.beta2 = static_cast<T>(power.beta2);
  return s;
}

template <class T>
void ExactRows<T>::update(const UpdateStep<double>& step, const Gradient<T>& gradient, const Table<T>& table) {
  const bool dense = gradient.dense();
  if (dense)
    catch_up_all(table);
  else
    catch_up(gradient.touched(), table);
  skipped_.append(step);
  const std::size_t now = skipped_.last(), d = columns(table.weights), ahead = table.prefetch_distance();
  const bool all_current = clocks_.floor == now - 1;
  const auto current = update_after(0, step);
  const auto ids = gradient.touched();
  parallel_for(gradient.rows_touched(), table.rows_per_block(), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      if (!dense && i + ahead < last) table.prefetch(ids[i + ahead]);
      const std::size_t id = dense ? i : ids[i];
      const std::size_t state = clock(id).state;
      const std::size_t skipped = all_current || state == 0 ? 0 : now - 1 - state;
      const T* g = dense ? gradient.block(0) + i * d : gradient.block(i);
      rule_.update(skipped == 0 ? current : update_after(skipped, step), table.block(id, g, 1));
      if (!dense) set_clock(id, {now, now});
    }
  });
  if (dense) clocks_.floor = now;
}

template class ExactRows<float>;
template class ExactRows<double>;

}  // namespace rowgrad
