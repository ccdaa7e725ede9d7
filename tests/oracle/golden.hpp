// Golden values computed with PyTorch by the scripts in this folder, as files that need no Python to be read.
#pragma once

#include <string>

#include "config/types.hpp"
#include "graph/graph.hpp"

namespace rowgrad {

/// Reads a file of this folder.
Json load_golden(const std::string& name);

/// A list of lists as a matrix.
template <class T>
Matrix<T> golden_matrix(const Json& rows);

/// Domains and inputs as a golden file describes them. Not copyable: graphs refer to it.
class GoldenWorld {
 public:
  explicit GoldenWorld(const Json& world);
  const Inputs& inputs() const { return inputs_; }
  Batch batch(const Json& batch) const;

 private:
  Inputs inputs_;
  std::vector<float> log_probability_;
};

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
