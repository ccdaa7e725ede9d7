// MovedRows: how far each row of a parameter is in one run from where it is in another: which rows training moved, and
// which it left alone.
#pragma once

#include <string>
#include <vector>

#include "session/trained_model.hpp"

namespace rowgrad {

/// Of one parameter.
struct MovedRows {
  struct Row {
    std::string name;  // what it stands for: a token, a label; empty if neither
    std::size_t row = 0;
    double distance = 0.0;  // Euclidean; 0 if every number is the same
  };
  std::string parameter;
  std::vector<Row> rows;  // that both runs have, in the order of `after`
  /// Rows in which no number differs.
  std::size_t still() const;
  /// Mean of the distances of the others; 0 if there are none.
  double mean_distance() const;
};

/// Every trained parameter that both models have with as many columns, which mean the same in both: one that has a
/// column for each token or label, such as an output's bias, is left out if the models number these differently. Rows
/// that stand for a token or a label are matched by its name, others by their number. Throws an input Error if there is
/// no such parameter.
std::vector<MovedRows> moved_rows(const TrainedModel& before, const TrainedModel& after);

}  // namespace rowgrad
