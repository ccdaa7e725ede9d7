// Row names: what one row of a parameter stands for.
#pragma once

#include <string>

#include "session/experiment.hpp"

namespace rowgrad {

/// The id by which a layer looks the row up, or the class that it scores; empty if neither.
std::string row_name(const Experiment& experiment, std::size_t parameter, std::size_t row);

}  // namespace rowgrad
