// Parameters: the weights and buffers of a graph, by name. They live here, not in layers; gradients and optimizer state
// are lists parallel to this one, so that inference has none and several workers share the weights.
#pragma once

#include <string>
#include <vector>

#include "config/types.hpp"
#include "core/matrix.hpp"
#include "core/random.hpp"

namespace rowgrad {

/// What a layer asks for. Borrowed parameters (tying) name another layer's: `"embed.weight"`.
struct ParameterSpec {
  std::string name;  // "weight" in the layer, "embed.weight" in the graph
  std::size_t rows = 0;
  std::size_t columns = 0;
  Init init = {};
  bool trainable = true;  // false: a buffer such as running statistics
  std::string borrowed = {};
  bool frozen = false;  // by its layer's "freeze"
};

template <class T>
struct Parameter {
  ParameterSpec spec;
  Matrix<T> value;  // (spec.rows x spec.columns)
};

template <class T>
using Parameters = std::vector<Parameter<T>>;

/// Allocates and initialises: each parameter from its own stream, so that adding a layer changes no other's start.
template <class T>
Parameters<T> initialise(const std::vector<ParameterSpec>& specs, const Random& random);

}  // namespace rowgrad
