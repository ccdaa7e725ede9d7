#include "optim/optimizer_state.hpp"

#include <algorithm>

#include "optim/row_mode.hpp"

namespace rowgrad {

Matrix<Id> RowClocks::settled() const {
  Matrix<Id> counts = rows;
  const auto lowest = static_cast<Id>(floor);
  std::for_each(counts.data(), counts.data() + counts.size(), [&](Id& count) { count = std::max(count, lowest); });
  return counts;
}

template <class T>
OptimizerState<T> initial_optimizer_state(const UpdateRule& rule, const std::vector<ParameterSpec>& parameters,
                                          const Where& optimizer) {
  const auto groups = assign_groups(rule.options, parameters, optimizer);
  OptimizerState<T> state;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const ParameterSpec& spec = parameters[p];
    auto& slots = state.slots.emplace_back();
    RowClocks& clocks = state.clocks.emplace_back();
    const RowMode mode = row_mode(rule, groups[p]);
    if (mode == RowMode::frozen) continue;
    for (std::size_t s = 0; s < rule.slots(); ++s)
      slots.push_back(zeros<T>(spec.rows, rule.state_per_row() ? 1 : spec.columns));
    if (mode == RowMode::exact) clocks.rows = zeros<Id>(spec.rows, 2);
    if (mode == RowMode::counted) clocks.rows = zeros<Id>(spec.rows, 1);
  }
  return state;
}

template OptimizerState<float> initial_optimizer_state(const UpdateRule&, const std::vector<ParameterSpec>&,
                                                       const Where&);
template OptimizerState<double> initial_optimizer_state(const UpdateRule&, const std::vector<ParameterSpec>&,
                                                        const Where&);

}  // namespace rowgrad
