// DrawnRows: how many of a table's rows a batch of random tokens touches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace rowgrad {

struct DrawnRows {
  std::string distribution;      // "uniform", or "Zipf": the i-th word as often as 1/i
  std::size_t tokens = 0;        // drawn
  std::size_t rows = 0;          // of the table
  std::size_t rows_touched = 0;  // with gradient
  double share() const { return static_cast<double>(rows_touched) / static_cast<double>(rows); }
};

/// Tokens in proportion to `1 / rank^exponent` go through the layer Embedding and back; its gradient counts the rows.
/// REQUIRES: rows and tokens above 0.
DrawnRows draw_rows(const std::string& distribution, double exponent, std::size_t tokens, std::size_t rows,
                    std::uint64_t seed);

}  // namespace rowgrad
