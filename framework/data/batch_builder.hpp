// BatchBuilder: fills a batch input by input; row counts and offsets follow from what was appended.
//
//   BatchBuilder build(inputs, batch);            // an empty batch that keeps its memory
//   for (document) {
//     build.append(tokens, ids_of(document));
//     build.end_segment(tokens);                  // a document's tokens end here
//     build.append(label, label_of(document));
//   }
//   build.finish();
#pragma once

#include <span>

#include "data/batch.hpp"
#include "data/inputs.hpp"

namespace rowgrad {

class BatchBuilder {
 public:
  /// Empties `batch`. Both must outlive the builder.
  BatchBuilder(const Inputs& inputs, Batch& batch);

  void append(IdsInput input, Id id) { batch_.ids[input.index].push_back(id); }
  void append(IdsInput input, std::span<const Id> ids) {
    auto& all = batch_.ids[input.index];
    all.insert(all.end(), ids.begin(), ids.end());
  }
  /// The ids so far, for those who fill them faster than by appending.
  std::vector<Id>& ids(IdsInput input) { return batch_.ids[input.index]; }
  /// Sets all rows of a real-valued input, one after the other.
  void set(RealInput input, std::span<const float> rows);

  /// Ends a segment of the input's row space after the rows appended so far.
  void end_segment(IdsInput input);
  /// How the rows of the input's space are partitioned so far.
  RowPartition& partition(IdsInput input) { return batch_.partitions[inputs_.space_of(input).index]; }

  /// Counts the rows of every row space. REQUIRES: inputs of one space have the same number of rows.
  void finish();

 private:
  std::size_t rows_in(const RowSpace& space) const;
  const Inputs& inputs_;
  Batch& batch_;
};

}  // namespace rowgrad
