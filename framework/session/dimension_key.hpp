// Which key of a config a parameter's width comes from, for remedies that a user can follow.
#pragma once

#include <string>

#include "session/experiment.hpp"

namespace rowgrad {

/// What to give so that the parameter is `wanted` columns wide: "--set sizes.d=100" where the width is a symbol, "--set
/// model.embed.dim=100" where it is a number. If the layer takes it from what it reads, that is what decides. Empty if
/// no key gives it.
std::string width_remedy(const Experiment& experiment, std::size_t parameter, std::size_t wanted);

/// The same for the number of its rows, such as Position's "length".
std::string rows_remedy(const Experiment& experiment, std::size_t parameter, std::size_t wanted);

}  // namespace rowgrad
