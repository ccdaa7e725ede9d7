#include "analysis/moved_rows.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/row_names.hpp"
#include "core/error.hpp"
#include "session/id_map.hpp"
#include "session/row_meaning.hpp"

namespace rowgrad {
namespace {

double distance(const float* a, const float* b, std::size_t n) {
  double sum = 0.0;
  for (std::size_t j = 0; j < n; ++j) {
    const double difference = static_cast<double>(a[j]) - static_cast<double>(b[j]);
    sum += difference * difference;
  }
  return std::sqrt(sum);
}

// By row of a parameter in the run after, the row in the run before.
class RowMap {
 public:
  RowMap(const Experiment& before, const Experiment& after)
      : meanings_(meanings(after)),
        tokens_(after.dataset->tokens(), before.dataset->tokens()),
        labels_(after.dataset->labels(), before.dataset->labels()) {}

  /// Whether the columns mean the same in both.
  bool same_columns(std::size_t p) const { return identical(meanings_.parameters[p].columns); }
  std::size_t operator()(std::size_t p, std::size_t row) const {
    const Meaning meaning = meanings_.parameters[p].rows;
    return meaning == Meaning::tokens ? tokens_(row) : meaning == Meaning::labels ? labels_(row) : row;
  }

 private:
  bool identical(Meaning meaning) const {
    return meaning == Meaning::tokens ? tokens_.identical() : meaning == Meaning::labels ? labels_.identical() : true;
  }
  Meanings meanings_;
  IdMap tokens_, labels_;
};

MovedRows compare(const Experiment& experiment, std::size_t p, const Matrix<float>& before, const Matrix<float>& after,
                  const RowMap& map) {
  MovedRows moved{experiment.graph.parameters()[p].name, {}};
  for (std::size_t i = 0; i < rows(after); ++i) {
    const std::size_t other = map(p, i);
    if (other >= rows(before)) continue;  // a name that the run before does not have
    moved.rows.push_back({row_name(experiment, p, i), i, distance(row(before, other), row(after, i), columns(after))});
  }
  return moved;
}

}  // namespace

std::size_t MovedRows::still() const {
  return static_cast<std::size_t>(std::ranges::count(rows, 0.0, &MovedRows::Row::distance));
}

double MovedRows::mean_distance() const {
  double sum = 0.0;
  for (const Row& row : rows) sum += row.distance;
  const std::size_t moved = rows.size() - still();
  return moved == 0 ? 0.0 : sum / static_cast<double>(moved);
}

std::vector<MovedRows> moved_rows(const TrainedModel& before, const TrainedModel& after) {
  const RowMap map(before.experiment, after.experiment);
  std::vector<MovedRows> all;
  for (std::size_t p = 0; p < after.parameters.size(); ++p) {
    const auto& [spec, value, first] = after.parameters[p];
    const auto other = before.experiment.graph.find_parameter(spec.name);
    if (!spec.trainable || !other || !map.same_columns(p)) continue;
    const Matrix<float>& start = before.parameters[*other].value;
    if (columns(start) == columns(value)) all.push_back(compare(after.experiment, p, start, value, map));
  }
  if (all.empty())
    throw input_error("the two runs", "have no parameter of one name and width whose columns stand for the same",
                      "compare runs of one model and vocabulary");
  return all;
}

}  // namespace rowgrad
