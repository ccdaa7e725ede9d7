#include "data/batch_builder.hpp"

#include <algorithm>
#include <cassert>

namespace rowgrad {

BatchBuilder::BatchBuilder(const Inputs& inputs, Batch& batch) : inputs_(inputs), batch_(batch) {
  batch.ids.resize(inputs.all().size());
  batch.values.resize(inputs.all().size());
  batch.partitions.resize(inputs.spaces().size());
  for (auto& ids : batch.ids) ids.clear();
  for (auto& values : batch.values) resize(values, 0, 0);
  for (RowPartition& partition : batch.partitions) partition.clear();
  for (const auto& space : inputs.spaces()) {
    if (space->group != nullptr && space->rows_per_segment == 0) batch.partitions[space->index].offsets.push_back(0);
  }
}

void BatchBuilder::set(RealInput input, std::span<const float> rows) {
  const std::size_t width = inputs_.all()[input.index].type.width;
  Matrix<float>& values = batch_.values[input.index];
  resize(values, rows.size() / width, width);
  std::copy(rows.begin(), rows.end(), values.data());
}

void BatchBuilder::end_segment(IdsInput input) { partition(input).offsets.push_back(batch_.ids[input.index].size()); }

// The rows of the inputs that hold some: an input that nobody wants holds none.
std::size_t BatchBuilder::rows_in(const RowSpace& space) const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < inputs_.all().size(); ++i) {
    if (inputs_.all()[i].type.space != &space) continue;
    const std::size_t found = std::max(batch_.ids[i].size(), rows(batch_.values[i]));
    assert(found == 0 || count == 0 || found == count);
    count = std::max(count, found);
  }
  return count;
}

void BatchBuilder::finish() {
  for (const auto& space : inputs_.spaces()) batch_.partitions[space->index].row_count = rows_in(*space);
  for (const auto& space : inputs_.spaces()) {  // a space without inputs of its own has a row per segment
    if (space->group == nullptr) continue;
    const RowPartition& own = batch_.partitions[space->index];
    std::size_t& groups = batch_.partitions[space->group->index].row_count;
    const std::size_t segments =
        space->rows_per_segment == 0 ? own.offsets.size() - 1 : own.row_count / space->rows_per_segment;
    groups = std::max(groups, segments);
  }
}

}  // namespace rowgrad
