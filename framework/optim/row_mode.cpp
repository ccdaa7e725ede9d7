#include "optim/row_mode.hpp"

namespace rowgrad {

RowMode row_mode(const UpdateRule& rule, const ParameterGroup& group) {
  if (group.frozen) return RowMode::frozen;
  if (rule.options.bias_correction == "per_row") return RowMode::counted;
  const bool zero_gradient_moves =
      rule.zero_gradient() != ZeroGradient::none || group.weight_decay > 0.0 || rule.options.l2 > 0.0;
  if (rule.options.rows == "lazy" || !zero_gradient_moves) return RowMode::lazy;
  return rule.options.rows == "exact" ? RowMode::exact : RowMode::dense;
}

}  // namespace rowgrad
