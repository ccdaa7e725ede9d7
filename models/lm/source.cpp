#include "models/lm/source.hpp"

#include <algorithm>
#include <tuple>

#include "data/split.hpp"

namespace rowgrad::lm {
namespace {

// What both kinds of batches share: things in a shuffled or the given order, `size` of them at a time.
class Source : public BatchSource {
 public:
  Source(std::size_t n, const BatchRequest& request) : size_(request.batch_size) {
    if (request.training) order_ = permutation(n, request.random.stream("shuffle"));
    std::tie(first_, last_) = request.range(n);
    at_ = first_;
  }
  bool next(Batch& batch) override {
    if (at_ >= last_) return false;
    const std::size_t count = std::min(size_, last_ - at_);
    fill(batch, count);
    at_ += count;
    return true;
  }
  double progress() const override { return static_cast<double>(at_ - first_) / static_cast<double>(last_ - first_); }
  Json position() const override { return at_; }
  void seek(const Json& position) override { at_ = position; }

 protected:
  /// The i-th thing of the batch to come.
  std::size_t chosen(std::size_t i) const { return order_.empty() ? at_ + i : order_[at_ + i]; }
  virtual void fill(Batch& batch, std::size_t count) const = 0;

 private:
  std::size_t size_;
  std::vector<std::size_t> order_;
  std::size_t first_ = 0, last_ = 0, at_ = 0;  // in the pass's order
};

struct Piece {
  std::uint32_t item, first, last;  // rows of the item
};

std::vector<Piece> cut(const Ragged& items, std::size_t block) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::size_t rows = items[i].size() + 1;
    const std::size_t step = block == 0 ? rows : block;
    for (std::size_t first = 0; first < rows; first += step) {
      pieces.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(first),
                        static_cast<std::uint32_t>(std::min(rows, first + step))});
    }
  }
  return pieces;
}

class ItemSource : public Source {
 public:
  ItemSource(const Ragged& items, std::vector<Piece> pieces, const BatchRequest& request)
      : Source(pieces.size(), request), items_(items), pieces_(std::move(pieces)) {}

 private:
  void fill(Batch& batch, std::size_t count) const override {
    start(batch);
    for (std::size_t i = 0; i < count; ++i) {
      const Piece& piece = pieces_[chosen(i)];
      add_item(batch, items_[piece.item], piece.first, piece.last);
    }
  }

  const Ragged& items_;
  std::vector<Piece> pieces_;
};

class WindowSource : public Source {
 public:
  WindowSource(const Windows& windows, const BatchRequest& request)
      : Source(windows.size(), request), windows_(windows) {}

 private:
  void fill(Batch& batch, std::size_t count) const override {
    const std::size_t context = windows_.context();
    batch.ids.resize(std::max<std::size_t>(batch.ids.size(), 2));
    batch.values.resize(batch.ids.size());
    batch.extents.resize(std::max<std::size_t>(batch.extents.size(), 2));
    batch.extents[group_domain].rows = count;
    batch.extents[row_domain].rows = count * context;
    auto& tokens = batch.ids[tokens_input];
    auto& next = batch.ids[next_input];
    tokens.resize(count * context);
    next.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t position = chosen(i);
      std::copy_n(windows_.tokens(position), context, tokens.data() + i * context);
      next[i] = windows_.next(position);
    }
    batch.tokens = count;
  }

  const Windows& windows_;
};

}  // namespace

void start(Batch& batch) {
  batch.ids.resize(std::max<std::size_t>(batch.ids.size(), 2));
  for (auto& ids : batch.ids) ids.clear();
  batch.values.resize(batch.ids.size());
  batch.extents.resize(std::max<std::size_t>(batch.extents.size(), 2));
  for (auto& extent : batch.extents) extent.clear();
  batch.extents[row_domain].offsets.push_back(0);
  batch.tokens = 0;
}

void add_item(Batch& batch, std::span<const Id> item, std::size_t first, std::size_t last) {
  auto& tokens = batch.ids[tokens_input];
  auto& next = batch.ids[next_input];
  for (std::size_t i = first; i < last; ++i) {
    tokens.push_back(i == 0 ? boundary : item[i - 1]);
    next.push_back(i == item.size() ? boundary : item[i]);
  }
  Extent& extent = batch.extents[row_domain];
  extent.rows = tokens.size();
  extent.offsets.push_back(static_cast<std::uint32_t>(extent.rows));
  ++batch.extents[group_domain].rows;
  batch.tokens = extent.rows;
}

Windows::Windows(const Ragged& items, std::size_t context) : context_(context) {
  stream_.reserve(items.total() + items.size() * (context + 1));
  positions_.reserve(items.total() + items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto item = items[i];
    stream_.insert(stream_.end(), context, boundary);
    for (std::size_t j = 0; j <= item.size(); ++j) positions_.push_back(static_cast<std::uint32_t>(stream_.size() + j));
    stream_.insert(stream_.end(), item.begin(), item.end());
    stream_.push_back(boundary);
  }
}

std::unique_ptr<BatchSource> item_batches(const Ragged& items, std::size_t block, const BatchRequest& request) {
  return std::make_unique<ItemSource>(items, cut(items, block), request);
}

std::unique_ptr<BatchSource> window_batches(const Windows& windows, const BatchRequest& request) {
  return std::make_unique<WindowSource>(windows, request);
}

}  // namespace rowgrad::lm
