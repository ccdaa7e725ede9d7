#include "optim/optimizer.hpp"

#include "core/parallel.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t block_elements = std::size_t{1} << 14;

}  // namespace

template <class T>
Optimizer<T>::Optimizer(const Rule& rule, const std::vector<ParameterSpec>& parameters) : rule_(rule) {
  for (const ParameterSpec& spec : parameters) {
    auto& slots = state_.emplace_back();
    for (std::size_t s = 0; spec.trainable && s < rule.slots(); ++s) slots.push_back(zeros<T>(spec.rows, spec.columns));
  }
}

template <class T>
void Optimizer<T>::apply(Parameters<T>& parameters, std::vector<Gradient<T>>& gradients, double lr, std::size_t t) {
  StepInfo info{lr, t};
  rule_.prepare(info);
  const bool every_row = rule_.row_mode() == "dense";
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    if (!parameters[p].spec.trainable) continue;
    Gradient<T>& gradient = gradients[p];
    if (every_row) gradient.make_dense();
    if (gradient.dense())
      update_dense(p, parameters, gradient.block(0), info);
    else
      update_rows(p, parameters, gradient, info);
  }
}

template <class T>
void Optimizer<T>::update_dense(std::size_t p, Parameters<T>& parameters, const T* gradient, const StepInfo& info) {
  T* weights = parameters[p].value.data();
  parallel_for(parameters[p].value.size(), block_elements, [&](std::size_t first, std::size_t last) {
    Block<T> block{weights + first, gradient + first, {}, last - first};
    for (std::size_t s = 0; s < state_[p].size(); ++s) block.state[s] = state_[p][s].data() + first;
    rule_.update(info, block);
  });
}

template <class T>
void Optimizer<T>::update_rows(std::size_t p, Parameters<T>& parameters, Gradient<T>& gradient, const StepInfo& info) {
  const auto ids = gradient.touched();
  const std::size_t d = gradient.columns();
  Matrix<T>& weights = parameters[p].value;
  auto& state = state_[p];
  const auto prefetch = [&](std::size_t slot) {
    for (std::size_t j = 0; j < d; j += 64 / sizeof(T)) {
      __builtin_prefetch(row(weights, ids[slot]) + j, 1);
      for (auto& matrix : state) __builtin_prefetch(row(matrix, ids[slot]) + j, 1);
    }
  };
  parallel_for(ids.size(), std::max<std::size_t>(1, block_elements / d), [&](std::size_t first, std::size_t last) {
    for (std::size_t slot = first; slot < last; ++slot) {
      if (slot + 4 < last) prefetch(slot + 4);
      Block<T> block{row(weights, ids[slot]), gradient.block(slot), {}, d};
      for (std::size_t s = 0; s < state.size(); ++s) block.state[s] = row(state[s], ids[slot]);
      rule_.update(info, block);
    }
  });
}

template class Optimizer<float>;
template class Optimizer<double>;

}  // namespace rowgrad
