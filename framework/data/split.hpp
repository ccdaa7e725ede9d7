// Which items of a data set belong to which split.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace rowgrad {

/// Cuts a random order of n items into parts of the given fractions, which sum to 1.
std::array<std::vector<std::size_t>, 3> split_items(std::size_t n, const std::vector<double>& fractions,
                                                    std::size_t seed);

}  // namespace rowgrad
