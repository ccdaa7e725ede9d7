// Golden values computed with PyTorch by the scripts in this folder, as files that need no Python to be read.
#pragma once

#include <string>

#include "config/types.hpp"
#include "graph/build_graph.hpp"

namespace rowgrad {

/// Reads a file of this folder.
Json load_golden(const std::string& name);

/// A list of lists as a matrix.
template <class T>
Matrix<T> golden_matrix(const Json& rows);

/// The row spaces and inputs of a golden file.
Inputs golden_inputs(const Json& world);
/// A batch of them.
Batch golden_batch(const Inputs& inputs, const Json& batch);
/// The graph of a golden model, which may end in anything.
Graph golden_graph(const Json& model, const Inputs& inputs);

/// Parameters of a graph with the values given by name; those not given as they start.
template <class T>
Parameters<T> golden_parameters(const Graph& graph, const Json& values);

/// The largest difference from the golden matrix, relative to its largest element (or to 1 if all are smaller).
template <class T>
double worst_difference(const Matrix<T>& found, const Json& golden);

/// How near a precision must come: 1e-5 in float, 1e-10 in double.
template <class T>
constexpr double golden_tolerance = sizeof(T) == 4 ? 1e-5 : 1e-10;

}  // namespace rowgrad
