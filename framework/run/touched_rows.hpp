// TouchedRows: how many rows received gradient in what one line of metrics stands for, by table. A value that observers
// read without knowing graphs.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace rowgrad {

struct TouchedRows {
  /// One trained parameter from which some layer looks rows up by id. Where another layer reads it whole, such as the
  /// head it is tied to, every row receives gradient.
  struct Table {
    std::string name;              // "embed.weight"
    std::size_t rows_touched = 0;  // summed over the batches; within one batch each row counts once
    std::size_t rows = 0;          // that it has
  };

  std::size_t total = 0;    // over all parameters, summed over the batches
  std::size_t batches = 1;  // a fused step stands for many, each with an update of its own
  std::vector<Table> tables = {};
};

}  // namespace rowgrad
