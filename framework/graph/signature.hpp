// What is known of a value before any data is read: its kind, its row domain and its width.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace rowgrad {

/// What a row stands for: one token, one document, one pair… Two values can meet only in the same domain, so that a
/// label cannot meet token rows unnoticed. A domain may be grouped: its rows are segments of another domain's rows
/// (the tokens of a document), ragged or `per_group` rows each. Domains are compared by address; the inputs own them.
struct Domain {
  std::string name;
  const Domain* group = nullptr;
  std::size_t per_group = 0;  // 0: ragged
  std::size_t index = 0;      // position in Batch::extents
};

enum class Kind {
  ids,   // integers in [0, width)
  rows,  // a matrix with `width` columns
  loss,  // one column of nats; only sums and means may follow
};

struct Signature {
  Kind kind = Kind::rows;
  const Domain* domain = nullptr;
  std::size_t width = 0;
  const std::vector<float>* log_probability = nullptr;  // by id, where ids are drawn at random; owned by the task
};

/// "token x 32", "label ids (2)": for messages.
std::string describe(const Signature& signature);

}  // namespace rowgrad
