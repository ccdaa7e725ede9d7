// The batches of an lm dataset: whole items row by row, or one context window per predicted symbol.
#pragma once

#include <algorithm>
#include <memory>

#include "data/item_rows.hpp"
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

  /// Predicted symbols.
  std::size_t size() const { return rows_.size(); }
  std::size_t context() const { return context_; }
  /// The i-th predicted symbol after the `context` symbols before it.
  std::span<const Id> operator[](std::size_t i) const {
    return {stream_.data() + start(rows_, context_, i), context_ + 1};
  }

  /// Where the i-th window starts in the row of items, `rows` being each item's symbols and its closing boundary.
  static std::uint64_t start(const ItemRows& rows, std::size_t context, std::uint64_t i) {
    return i + rows[i].item * context;
  }

 private:
  std::size_t context_ = 0;
  std::vector<Id> stream_;
  ItemRows rows_;  // of the predicted symbols
};

/// Items cut into pieces of at most `block` rows, or whole if that is 0.
class Pieces {
 public:
  struct Piece {
    std::size_t item;
    std::uint64_t first;  // of the item's rows, which are its symbols and its closing boundary
  };

  Pieces() = default;
  /// symbols_of(i) is how many symbols item i has.
  template <class F>
  Pieces(std::size_t items, std::size_t block, F&& symbols_of)
      : block_(block), pieces_(items, [&](std::size_t i) { return block == 0 ? 1 : symbols_of(i) / block + 1; }) {}
  Pieces(const Ragged& items, std::size_t block)
      : Pieces(items.size(), block, [&](std::size_t i) { return items[i].size(); }) {}

  std::size_t size() const { return pieces_.size(); }
  Piece operator[](std::size_t i) const {
    const auto [item, piece] = pieces_[i];
    return {item, piece * block_};
  }
  /// One past the last row of the piece that begins at row `first` of an item of `rows` rows.
  std::uint64_t last(std::uint64_t first, std::uint64_t rows) const {
    return block_ == 0 ? rows : std::min(rows, first + block_);
  }

 private:
  std::size_t block_ = 0;
  ItemRows pieces_;
};

/// Batches of items by the piece. Everything must outlive the source.
std::unique_ptr<BatchSource> item_batches(const LmInputs& in, const Ragged& items, const Pieces& pieces,
                                          const BatchRequest& request);

/// Batches of windows; batch_size counts predicted symbols. `in` and `windows` must outlive the source.
std::unique_ptr<BatchSource> window_batches(const LmInputs& in, const Windows& windows, const BatchRequest& request);

}  // namespace rowgrad::lm
