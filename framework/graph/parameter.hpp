// Parameters: the weights and buffers of a graph, by name. They live here, not in layers; gradients and optimizer state
// are lists parallel to this one, so that inference has none and several workers share the weights.
#pragma once

#include <string>
#include <vector>

#include "comm/one_process.hpp"
#include "config/types.hpp"
#include "core/matrix.hpp"
#include "core/random.hpp"
#include "graph/handles.hpp"

namespace rowgrad {

/// What a layer asks for, or borrows.
struct ParameterSpec {
  ParameterSpec() = default;
  ParameterSpec(Param handle, std::size_t row_count, std::size_t column_count, Init start)
      : slot(handle.index), name(handle.name), rows(row_count), columns(column_count), init(std::move(start)) {}
  ParameterSpec(Buffer handle, std::size_t row_count, std::size_t column_count, Init start)
      : slot(handle.index),
        name(handle.name),
        rows(row_count),
        columns(column_count),
        init(std::move(start)),
        trainable(false) {}

  std::size_t slot = 0;  // the handle's index in the layer
  std::string name;      // "weight" in the layer, "embed.weight" in the graph
  std::size_t rows = 0;
  std::size_t columns = 0;
  Init init = {};
  bool trainable = true;      // false: a buffer such as running statistics
  std::string borrowed = {};  // another layer's parameter of this shape, "embed.weight", instead of an own one: tying
  bool frozen = false;        // by its layer's "freeze"
  bool sharded = false;       // each of several ranks has some of its rows (graph/sharding.hpp)
};

template <class T>
struct Parameter {
  ParameterSpec spec;
  Matrix<T> value;            // (spec.rows x spec.columns), or this rank's rows of a sharded one
  std::size_t first_row = 0;  // that value has; 0 unless sharded
};

template <class T>
using Parameters = std::vector<Parameter<T>>;

/// Allocates and initialises: each parameter from its own stream, so that adding a layer changes no other's start. Of
/// sharded parameters only this rank's rows, which start as they do in one process.
template <class T>
Parameters<T> initialise(const std::vector<ParameterSpec>& specs, const Random& random,
                         const Communicator& communicator = one_process());

}  // namespace rowgrad
