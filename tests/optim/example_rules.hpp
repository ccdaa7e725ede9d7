// Rules of the tests' own, in a registry that no config can name.
#pragma once

#include "config/registry.hpp"
#include "optim/update_rule.hpp"

namespace rowgrad {

/// The one printed in docs/optimizers.md.
Registry<UpdateRule>& example_rules();

}  // namespace rowgrad
