#include "optim/current_rows.hpp"

#include <algorithm>

#include "optim/optimizer.hpp"

namespace rowgrad {
namespace {

template <class T>
Matrix<T> gather(const Matrix<T>& from, std::span<const Id> ids) {
  Matrix<T> to;
  resize(to, ids.size(), columns(from));
  for (std::size_t i = 0; i < ids.size(); ++i) std::copy_n(row(from, ids[i]), columns(from), row(to, i));
  return to;
}

// The parameters and their state with only the rows `ids` of `tables`, and no row of any other.
struct Kept {
  Parameters<float> parameters;
  OptimizerState<float> state;

  Kept(const Parameters<float>& all, const OptimizerState<float>& all_state, std::span<const std::size_t> tables,
       std::span<const Id> ids)
      : state{all_state.steps, {}, {}, all_state.rates} {
    for (std::size_t p = 0; p < all.size(); ++p) {
      const bool is_kept = std::find(tables.begin(), tables.end(), p) != tables.end();
      const auto rows_of = is_kept ? ids : std::span<const Id>{};
      parameters.push_back({all[p].spec, gather(all[p].value, rows_of)});
      parameters.back().spec.rows = rows_of.size();
      state.slots.emplace_back();
      for (const Matrix<float>& slot : all_state.slots[p]) state.slots[p].push_back(gather(slot, rows_of));
      state.clocks.push_back({gather(all_state.clocks[p].rows, rows_of), all_state.clocks[p].floor});
    }
  }

  std::vector<ParameterSpec> specs() const {
    std::vector<ParameterSpec> specs;
    for (const auto& parameter : parameters) specs.push_back(parameter.spec);
    return specs;
  }
};

}  // namespace

std::vector<Matrix<float>> current_rows(const UpdateRule& rule, const Parameters<float>& parameters,
                                        const OptimizerState<float>& state, std::span<const std::size_t> tables,
                                        std::span<const Id> ids) {
  std::vector<Matrix<float>> rows;
  if (state.rates.empty()) {  // no row can be behind
    for (const std::size_t p : tables) rows.push_back(gather(parameters[p].value, ids));
    return rows;
  }
  Kept kept(parameters, state, tables, ids);
  Optimizer<float>(rule, kept.specs(), kept.state).catch_up_all(kept.parameters);
  for (const std::size_t p : tables) rows.push_back(std::move(kept.parameters[p].value));
  return rows;
}

}  // namespace rowgrad
