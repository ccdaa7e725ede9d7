#include "models/lm/source.hpp"

#include <algorithm>

#include "data/pass_cursor.hpp"

namespace rowgrad::lm {
namespace {

// What both kinds of batches share: pieces of the data, batch_size of them at a time, and candidates.
class Source : public BatchSource {
 public:
  Source(const LmInputs& in, std::size_t pieces, const BatchRequest& request)
      : in_(in), request_(request), cursor_(pieces, request) {}

  bool next(Batch& batch) override {
    if (cursor_.done()) return false;
    const PassPosition start = cursor_.position();
    BatchBuilder build(in_.inputs, batch);
    fill(build, cursor_, std::min(request_.batch_size, cursor_.remaining()));
    in_.candidates.draw(build, in_.sampled, request_, start);
    build.finish();
    return true;
  }
  bool skip() override {
    if (cursor_.done() || request_.most_rows != BatchRequest::unlimited) return BatchSource::skip();
    cursor_.skip(request_.batch_size);
    return true;
  }
  double progress() const override { return cursor_.progress(); }
  PassPosition position() const override { return cursor_.position(); }
  void seek(const PassPosition& position) override { cursor_.seek(position); }

 protected:
  /// Appends the next pieces, `count` of them at most.
  virtual void fill(BatchBuilder& build, PassCursor& cursor, std::size_t count) const = 0;

  const LmInputs& in_;
  const BatchRequest request_;

 private:
  PassCursor cursor_;
};

class ItemSource : public Source {
 public:
  ItemSource(const LmInputs& in, const Ragged& items, const Pieces& pieces, const BatchRequest& request)
      : Source(in, pieces.size(), request), items_(items), pieces_(pieces) {}

 private:
  void fill(BatchBuilder& build, PassCursor& cursor, std::size_t count) const override {
    for (std::size_t i = 0; i < count && build.ids(in_.tokens).size() < request_.most_rows; ++i) {
      const auto [number, first] = pieces_[cursor.next()];
      const std::span<const Id> item = items_[number];
      add_item(in_, build, item, first, pieces_.last(first, item.size() + 1));
    }
  }

  const Ragged& items_;
  const Pieces& pieces_;
};

class WindowSource : public Source {
 public:
  WindowSource(const LmInputs& in, const Windows& windows, const BatchRequest& request)
      : Source(in, windows.size(), request), windows_(windows) {}

 private:
  // Sized once and copied into, because a window is only a few ids.
  void fill(BatchBuilder& build, PassCursor& cursor, std::size_t count) const override {
    std::vector<Id>&tokens = build.ids(in_.tokens), &next = build.ids(in_.next);
    const std::size_t context = windows_.context();
    tokens.resize(count * context);
    next.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::span<const Id> window = windows_[cursor.next()];
      std::copy_n(window.data(), context, tokens.data() + i * context);
      next[i] = window.back();
    }
  }

  const Windows& windows_;
};

}  // namespace

void add_item(const LmInputs& in, BatchBuilder& build, std::span<const Id> item, std::size_t first, std::size_t last) {
  // Row i reads the symbol before item[i] and predicts item[i]; the boundary stands before the first and after the
  // last.
  if (first == 0) build.append(in.tokens, boundary);
  const std::size_t before = first == 0 ? 0 : first - 1;
  build.append(in.tokens, item.subspan(before, last - 1 - before));
  build.append(in.next, item.subspan(first, std::min(last, item.size()) - first));
  if (last > item.size()) build.append(in.next, boundary);
  build.end_segment(in.tokens);
}

Windows::Windows(const Ragged& items, std::size_t context)
    : context_(context), rows_(items.size(), [&](std::size_t i) { return items[i].size() + 1; }) {
  stream_.reserve(items.total() + items.size() * (context + 1));
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto item = items[i];
    stream_.insert(stream_.end(), context, boundary);
    stream_.insert(stream_.end(), item.begin(), item.end());
    stream_.push_back(boundary);
  }
}

std::unique_ptr<BatchSource> item_batches(const LmInputs& in, const Ragged& items, const Pieces& pieces,
                                          const BatchRequest& request) {
  return std::make_unique<ItemSource>(in, items, pieces, request);
}

std::unique_ptr<BatchSource> window_batches(const LmInputs& in, const Windows& windows, const BatchRequest& request) {
  return std::make_unique<WindowSource>(in, windows, request);
}

}  // namespace rowgrad::lm
