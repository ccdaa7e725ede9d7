// permutation(): a random order.
#pragma once

#include <vector>

#include "core/random.hpp"

namespace rowgrad {

/// A random order of {0, …, n − 1} (Fisher & Yates), a function of the stream alone.
std::vector<std::size_t> permutation(std::size_t n, const Random& random);

}  // namespace rowgrad
