// The batches of an lm dataset: whole items row by row, or one context window per predicted symbol.
#pragma once

#include <memory>

#include "data/ragged.hpp"
#include "models/lm/inputs.hpp"

namespace rowgrad::lm {

inline constexpr Id boundary = 0;

/// Appends what follows the boundary and the item's symbols: rows `first` to `last` − 1 of (item.size() + 1).
void add_item(const LmInputs& in, BatchBuilder& build, std::span<const Id> item, std::size_t first, std::size_t last);

/// Items in a row, each after `context` boundaries and followed by one, so that the `context` symbols before any
/// predicted one are its neighbours.
class Windows {
 public:
  Windows() = default;
  Windows(const Ragged& items, std::size_t context);

  std::size_t size() const { return positions_.size(); }
  std::size_t context() const { return context_; }
  Id next(std::size_t i) const { return stream_[positions_[i]]; }
  /// The symbols before it, `context` of them.
  std::span<const Id> tokens(std::size_t i) const { return {stream_.data() + positions_[i] - context_, context_}; }

 private:
  std::size_t context_ = 0;
  std::vector<Id> stream_;
  std::vector<std::uint32_t> positions_;  // of the predicted symbols in the stream
};

/// Batches of items, cut into pieces of at most `block` rows unless that is 0. `in` and `items` must outlive the
/// source.
std::unique_ptr<BatchSource> item_batches(const LmInputs& in, const Ragged& items, std::size_t block,
                                          const BatchRequest& request);

/// Batches of windows; batch_size counts predicted symbols. `in` and `windows` must outlive the source.
std::unique_ptr<BatchSource> window_batches(const LmInputs& in, const Windows& windows, const BatchRequest& request);

}  // namespace rowgrad::lm
