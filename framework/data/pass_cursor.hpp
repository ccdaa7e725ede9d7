// PassCursor: which item comes next in one shard of a pass over n items: in random order while training, else in
// theirs.
#pragma once

#include <algorithm>

#include "data/batch_source.hpp"

namespace rowgrad {

class PassCursor {
 public:
  PassCursor(std::size_t items, const BatchRequest& request);

  bool done() const { return at_ == last_; }
  std::size_t remaining() const { return last_ - at_; }
  /// The next item. REQUIRES: !done().
  std::size_t next() {
    const std::size_t place = at_++;
    return order_ == nullptr ? place : (*order_)[place];
  }
  /// Goes past the next `items`, or as many as there are.
  void skip(std::size_t items) { at_ += std::min(items, remaining()); }
  double progress() const {
    return last_ == first_ ? 1.0 : static_cast<double>(at_ - first_) / static_cast<double>(last_ - first_);
  }
  PassPosition position() const { return {at_}; }
  /// Throws an input Error if the position is none of this shard's.
  void seek(const PassPosition& position);

 private:
  std::shared_ptr<PassOrder> keeps_;                 // what order_ is in
  const std::vector<std::size_t>* order_ = nullptr;  // of all items; null: as they are
  std::size_t first_ = 0, last_ = 0, at_ = 0;        // places in that order
};

}  // namespace rowgrad
