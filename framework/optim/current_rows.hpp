// Some rows of a table as they are after the last finished step, without touching the table.
#pragma once

#include <span>
#include <vector>

#include "graph/parameter.hpp"
#include "optim/optimizer_state.hpp"
#include "optim/update_rule.hpp"

namespace rowgrad {

/// The rows `ids` of each of the parameters `tables` (by index), in a matrix (ids x d) each. Under exact rows
/// (optim/exact_rows.hpp) those that are behind are caught up on the copy: done in the table, it would cut what a row
/// skips in two, and round differently from a training that nobody looked at. Copies nothing but these rows and their
/// state, and the learning rates that exact rows remember.
std::vector<Matrix<float>> current_rows(const UpdateRule& rule, const Parameters<float>& parameters,
                                        const OptimizerState<float>& state, std::span<const std::size_t> tables,
                                        std::span<const Id> ids);

}  // namespace rowgrad
