// What was read, in a few lines for a user: files and their formats, how many of what in which split, vocabulary,
// labels.
#pragma once

#include <string>
#include <vector>

#include "data/dataset.hpp"

namespace rowgrad {

/// Empty for a dataset that was made in memory.
std::vector<std::string> data_lines(const Dataset& dataset);

}  // namespace rowgrad
