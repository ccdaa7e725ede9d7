// LookupCost: what a row costs as a one-hot vector times the table, and as a lookup.
#pragma once

#include <cstddef>
#include <cstdint>

namespace rowgrad {

/// For one token and a table of V rows and d columns.
struct LookupCost {
  std::size_t rows = 0, dim = 0;
  double multiplications = 0.0;                        // of the product: V · d; a lookup has none
  double product_seconds = 0.0, lookup_seconds = 0.0;  // medians
  bool equal = false;                                  // whether both gave the same row
};

/// Measures `repetitions` products by matmul() and as many forward passes of the layer Embedding. REQUIRES: all
/// above 0.
LookupCost lookup_cost(std::size_t rows, std::size_t dim, std::size_t repetitions, std::uint64_t seed);

}  // namespace rowgrad
