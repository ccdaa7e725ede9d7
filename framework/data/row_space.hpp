// RowSpace: what one row of a matrix stands for: a token, a document, a pair…
#pragma once

#include <cstddef>
#include <string>

namespace rowgrad {

/// Two values can meet only in the same row space, so that a label cannot meet token rows unnoticed. A space may be
/// grouped: its rows are segments, one for each row of another space (the tokens of a document), ragged or of
/// `rows_per_segment` rows each. Spaces are compared by address; the Inputs that declare them own them.
struct RowSpace {
  std::string name;
  const RowSpace* group = nullptr;
  std::size_t rows_per_segment = 0;  // 0: ragged
  std::size_t index = 0;             // position in Batch::partitions
};

}  // namespace rowgrad
