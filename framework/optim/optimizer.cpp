#include "optim/optimizer.hpp"

#include <numeric>

#include "core/parallel.hpp"
#include "optim/clipping.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t longest_history = std::size_t{1} << 17;  // steps that exact rows remember

}  // namespace

template <class T>
Optimizer<T>::Optimizer(const Rule& rule, const std::vector<ParameterSpec>& parameters, const Where& where)
    : rule_(rule), groups_(assign_groups(rule.options, parameters, where)) {
  const bool exact = rule.options.rows == "exact";
  const bool per_row = rule.options.bias_correction == "per_row";
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const ParameterSpec& spec = parameters[p];
    trained_.push_back(!groups_[p].frozen);
    auto& slots = state_.emplace_back();
    for (std::size_t s = 0; trained_[p] && s < rule.slots(); ++s)
      slots.push_back(zeros<T>(spec.rows, rule.state_per_row() ? 1 : spec.columns));
    row_steps_.push_back(trained_[p] && per_row ? zeros<Id>(spec.rows, 1) : Matrix<Id>{});
    const bool defers = exact && trained_[p] && idle_rows_change(p);
    exact_.push_back(defers ? std::make_unique<ExactRows<T>>(rule, spec.rows) : nullptr);
  }
}

template <class T>
bool Optimizer<T>::idle_rows_change(std::size_t p) const {
  return rule_.idle() != Idle::rests || groups_[p].weight_decay > 0.0 || rule_.options.l2 > 0.0;
}

template <class T>
void Optimizer<T>::step(Parameters<T>& parameters, std::vector<Gradient<T>>& gradients, double lr) {
  if (rule_.options.rows == "exact") {
    if (rates_.size() == longest_history) {
      for (std::size_t p = 0; p < parameters.size(); ++p) {
        if (exact_[p]) exact_[p]->forget(table(p, parameters));
      }
      rates_.clear();
    }
    rates_.push_back(lr);
  }
  apply(parameters, gradients, lr, ++steps_);
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
Matrix<Id>* Optimizer<T>::clocks(std::size_t p) {
  if (exact_[p]) return &exact_[p]->clocks();
  return row_steps_[p].size() > 0 ? &row_steps_[p] : nullptr;
}

template <class T>
void Optimizer<T>::restore(std::size_t steps, std::vector<double> rates) {
  steps_ = steps;
  rates_ = std::move(rates);
  const std::size_t first = steps - rates_.size();
  for (std::size_t p = 0; p < exact_.size(); ++p) {
    if (!exact_[p]) continue;
    exact_[p]->restart(first);
    for (std::size_t i = 0; i < rates_.size(); ++i) exact_[p]->replay(rule_.scalars(info(p, rates_[i], first + 1 + i)));
  }
}

template <class T>
void Optimizer<T>::apply(Parameters<T>& parameters, std::vector<Gradient<T>>& gradients, double lr, std::size_t t) {
  if (rule_.options.clip_norm > 0.0) clip_by_global_norm(gradients, trained_, rule_.options.clip_norm);
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    if (!trained_[p]) continue;
    if (exact_[p])
      exact_[p]->update(rule_.scalars(info(p, lr, t)), gradients[p], table(p, parameters));
    else if (row_steps_[p].size() > 0)
      update_per_row(table(p, parameters), row_steps_[p], gradients[p], info(p, lr, t));
    else if (gradients[p].dense())
      update_all(table(p, parameters), gradients[p].block(0), info(p, lr, t));
    else if (rule_.options.rows == "dense" && idle_rows_change(p))
      update_touched_and_rest(table(p, parameters), gradients[p], info(p, lr, t));
    else
      update_touched(table(p, parameters), gradients[p], info(p, lr, t));
  }
}

// A group's learning rate is a multiple of the optimizer's, so that the schedule applies to both.
template <class T>
StepInfo Optimizer<T>::info(std::size_t p, double lr, std::size_t t) const {
  const double ratio = rule_.options.lr == 0.0 ? 1.0 : groups_[p].lr / rule_.options.lr;
  return {lr * ratio, groups_[p].weight_decay, t};
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
void Optimizer<T>::update_touched(const Table<T>& table, Gradient<T>& gradient, const StepInfo& step) {
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
void Optimizer<T>::update_touched_and_rest(const Table<T>& table, Gradient<T>& gradient, const StepInfo& step) {
  const auto scalars = rule_.scalars(step).template as<T>();
  const auto ids = gradient.touched();
  const std::size_t d = gradient.columns();
  std::vector<std::size_t> slots(ids.size());
  std::iota(slots.begin(), slots.end(), std::size_t{0});
  std::sort(slots.begin(), slots.end(), [&](std::size_t a, std::size_t b) { return ids[a] < ids[b]; });
  const std::size_t stride = rule_.state_per_row() ? 1 : std::max<std::size_t>(1, 4096 / d);
  const auto nothing = zeros<T>(stride, d);
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
      rule_.update(scalars, table.block(i, nothing.data(), count));
      i += count;
    }
  });
}

template <class T>
void Optimizer<T>::update_per_row(const Table<T>& table, Matrix<Id>& counts, Gradient<T>& gradient,
                                  const StepInfo& step) {
  const std::size_t d = gradient.columns();
  parallel_for(gradient.rows_touched(), table.rows_per_block(), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      const std::size_t id = gradient.dense() ? i : gradient.touched()[i];
      const T* g = gradient.dense() ? gradient.block(0) + i * d : gradient.block(i);
      rule_.update(rule_.scalars({step.lr, step.weight_decay, ++*row(counts, id)}).template as<T>(),
                   table.block(id, g, 1));
    }
  });
}

template class Optimizer<float>;
template class Optimizer<double>;

}  // namespace rowgrad
