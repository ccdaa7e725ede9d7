// ValueType: what is known of a value before any data is read: its kind, its row space and its width.
#pragma once

#include <string>
#include <vector>

#include "data/row_space.hpp"

namespace rowgrad {

enum class Kind {
  ids,   // integers in [0, width)
  real,  // a matrix with `width` columns
  loss,  // one column of nats; only sums and means may follow
};

struct ValueType {
  Kind kind = Kind::real;
  const RowSpace* space = nullptr;
  std::size_t width = 0;
  const std::vector<float>* log_probability = nullptr;  // by id, where ids are drawn at random; owned by the Inputs
};

/// "rows of 32 in row space "token"", "ids below 2 in row space "document"": for messages.
std::string describe(const ValueType& type);

}  // namespace rowgrad
