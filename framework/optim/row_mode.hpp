// RowMode: what a step does to the rows of one parameter that have no gradient.
#pragma once

#include "optim/groups.hpp"
#include "optim/update_rule.hpp"

namespace rowgrad {

enum class RowMode {
  frozen,   // the parameter is not trained
  lazy,     // nothing
  counted,  // nothing, and each row counts its own updates, for its bias correction
  dense,    // what it does to all others
  exact,    // the same, computed when the row is next read
};

/// The mode of a parameter in `group`: the one the rule's options ask for, or lazy where it makes no difference, since
/// a zero gradient changes nothing.
RowMode row_mode(const UpdateRule& rule, const ParameterGroup& group);

}  // namespace rowgrad
