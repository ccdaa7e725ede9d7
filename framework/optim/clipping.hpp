// Clipping by global norm (Pascanu, Mikolov & Bengio 2013, algorithm 1), over dense and row-sparse gradients alike.
#pragma once

#include <vector>

#include "graph/gradient.hpp"

namespace rowgrad {

/// The Euclidean norm of the gradients for which `included` is true, taken as one vector. The same bits on any number
/// of threads: partial sums of fixed blocks are added in double, in order.
template <class T>
double global_norm(const std::vector<Gradient<T>>& gradients, const std::vector<bool>& included);

/// Scales the included gradients by max_norm / norm if their norm is larger. Returns the norm before that.
template <class T>
double clip_by_global_norm(std::vector<Gradient<T>>& gradients, const std::vector<bool>& included, double max_norm);

}  // namespace rowgrad
