#include "optim/optimizer.hpp"

#include <cassert>
#include <numeric>

#include "core/parallel.hpp"
#include "optim/clipping.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t longest_history = std::size_t{1} << 17;  // steps that exact rows remember

}  // namespace

template <class T>
Optimizer<T>::Optimizer(const UpdateRule& rule, const std::vector<ParameterSpec>& parameters, OptimizerState<T>& state,
                        const Where& where)
    : rule_(rule), state_(state), groups_(assign_groups(rule.options, parameters, where)) {
  assert(state.slots.size() == parameters.size() && state.clocks.size() == parameters.size());
  const std::size_t first = state.steps - state.rates.size();
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    modes_.push_back(row_mode(rule, groups_[p]));
    trained_.push_back(modes_[p] != RowMode::frozen);
    exact_.push_back(nullptr);
    if (modes_[p] != RowMode::exact) continue;
    exact_[p] = std::make_unique<ExactRows<T>>(rule, state.clocks[p], first);
    for (std::size_t i = 0; i < state.rates.size(); ++i)
      exact_[p]->remember(rule.scalars(info(p, state.rates[i], first + 1 + i)));
  }
}

template <class T>
void Optimizer<T>::step(Parameters<T>& parameters, std::vector<Gradient<T>>& gradients, double lr) {
  if (rule_.options.rows == "exact") remember(parameters, lr);
  apply(parameters, gradients, lr, ++state_.steps);
}

template <class T>
void Optimizer<T>::remember(Parameters<T>& parameters, double lr) {
  if (state_.rates.size() == longest_history) {
    for (std::size_t p = 0; p < parameters.size(); ++p) {
      if (exact_[p]) exact_[p]->forget(table(p, parameters));
    }
    state_.rates.clear();
  }
  state_.rates.push_back(lr);
}

template <class T>
void Optimizer<T>::catch_up(Parameters<T>& parameters, const std::vector<RowsRead>& reads, const Batch& batch) {
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    if (!exact_[p]) continue;
    if (reads[p].all) exact_[p]->catch_up_all(table(p, parameters));
    for (const std::size_t input : reads[p].inputs) exact_[p]->catch_up(batch.ids[input], table(p, parameters));
  }
}

template <class T>
void Optimizer<T>::catch_up_all(Parameters<T>& parameters) {
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    if (exact_[p]) exact_[p]->catch_up_all(table(p, parameters));
  }
}

template <class T>
void Optimizer<T>::catch_up_rows(std::size_t p, Parameters<T>& parameters, std::span<const Id> rows) {
  if (exact_[p]) exact_[p]->catch_up(rows, table(p, parameters));
}

template <class T>
void Optimizer<T>::apply(Parameters<T>& parameters, std::vector<Gradient<T>>& gradients, double lr, std::size_t t) {
  if (rule_.options.clip_norm > 0.0) clip_by_global_norm(gradients, trained_, rule_.options.clip_norm);
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    if (trained_[p]) update(p, table(p, parameters), gradients[p], info(p, lr, t));
  }
}

// A group's learning rate is a multiple of the optimizer's, so that the schedule applies to both.
template <class T>
StepInfo Optimizer<T>::info(std::size_t p, double lr, std::size_t t) const {
  const double ratio = rule_.options.lr == 0.0 ? 1.0 : groups_[p].lr / rule_.options.lr;
  return {lr * ratio, groups_[p].weight_decay, t};
}

template <class T>
void Optimizer<T>::update(std::size_t p, const Table<T>& table, const Gradient<T>& gradient, const StepInfo& step) {
  if (modes_[p] == RowMode::exact) return exact_[p]->update(rule_.scalars(step), gradient, table);
  if (modes_[p] == RowMode::counted) return update_counted(table, state_.clocks[p].rows, gradient, step);
  if (gradient.dense()) return update_all(table, gradient.block(0), step);
  if (modes_[p] == RowMode::dense) return update_touched_and_rest(table, gradient, step);
  update_touched(table, gradient, step);
}

template <class T>
void Optimizer<T>::update_all(const Table<T>& table, const T* gradient, const StepInfo& step) {
  const auto scalars = rule_.scalars(step).template as<T>();
  const std::size_t d = columns(table.weights);
  parallel_for(rows(table.weights), table.rows_per_block(), [&](std::size_t first, std::size_t last) {
    const std::size_t stride = rule_.state_per_row() ? 1 : last - first;
    for (std::size_t i = first; i < last; i += stride) rule_.update(scalars, table.block(i, gradient + i * d, stride));
  });
}

template <class T>
void Optimizer<T>::update_touched(const Table<T>& table, const Gradient<T>& gradient, const StepInfo& step) {
  const auto scalars = rule_.scalars(step).template as<T>();
  const auto ids = gradient.touched();
  const std::size_t ahead = table.prefetch_distance();
  parallel_for(ids.size(), table.rows_per_block(), [&](std::size_t first, std::size_t last) {
    for (std::size_t slot = first; slot < last; ++slot) {
      if (slot + ahead < last) table.prefetch(ids[slot + ahead]);
      rule_.update(scalars, table.block(ids[slot], gradient.block(slot), 1));
    }
  });
}

// The dense update without a dense gradient: the rows between touched ones get zeros from a short buffer.
template <class T>
void Optimizer<T>::update_touched_and_rest(const Table<T>& table, const Gradient<T>& gradient, const StepInfo& step) {
  const auto scalars = rule_.scalars(step).template as<T>();
  const auto ids = gradient.touched();
  const std::size_t d = gradient.columns();
  std::vector<std::size_t> slots(ids.size());  // by id
  std::iota(slots.begin(), slots.end(), std::size_t{0});
  std::sort(slots.begin(), slots.end(), [&](std::size_t a, std::size_t b) { return ids[a] < ids[b]; });
  const std::size_t stride = rule_.state_per_row() ? 1 : std::max<std::size_t>(1, 4096 / d);
  const auto no_gradient = zeros<T>(stride, d);
  parallel_for(gradient.rows(), table.rows_per_block(), [&](std::size_t first, std::size_t last) {
    auto next = std::lower_bound(slots.begin(), slots.end(), first,
                                 [&](std::size_t slot, std::size_t row_index) { return ids[slot] < row_index; });
    for (std::size_t i = first; i < last;) {
      if (next != slots.end() && ids[*next] == i) {
        rule_.update(scalars, table.block(i, gradient.block(*next), 1));
        ++next;
        ++i;
        continue;
      }
      const std::size_t end = std::min(last, next == slots.end() ? last : std::size_t{ids[*next]});
      const std::size_t count = std::min(stride, end - i);
      rule_.update(scalars, table.block(i, no_gradient.data(), count));
      i += count;
    }
  });
}

template <class T>
void Optimizer<T>::update_counted(const Table<T>& table, Matrix<Id>& counts, const Gradient<T>& gradient,
                                  const StepInfo& step) {
  parallel_for(gradient.rows_touched(), table.rows_per_block(), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      const std::size_t id = gradient.dense() ? i : gradient.touched()[i];
      rule_.update(rule_.scalars({step.lr, step.weight_decay, ++*row(counts, id)}).template as<T>(),
                   table.block(id, gradient.touched_row(i), 1));
    }
  });
}

template class Optimizer<float>;
template class Optimizer<double>;

}  // namespace rowgrad
