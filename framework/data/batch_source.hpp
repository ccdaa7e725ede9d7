// BatchSource: the batches of one pass over a split, or of one shard of it, in order.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "core/random.hpp"
#include "core/share.hpp"
#include "data/batch.hpp"
#include "data/pass_order.hpp"

namespace rowgrad {

enum class Split { train, dev, test };
inline constexpr Split all_splits[] = {Split::train, Split::dev, Split::test};
const char* split_name(Split split);

/// Where a pass stands: numbers that mean something to the source they came from.
using PassPosition = std::vector<std::uint64_t>;

/// What a pass is to be. The same request gives the same batches.
struct BatchRequest {
  static constexpr std::size_t unlimited = ~std::size_t{0};

  Split split = Split::train;
  std::size_t batch_size = 32;
  bool training = false;  // shuffle, subsample, drop words
  Random random{0};       // the stream of this pass
  std::size_t shard = 0;  // which of the equal parts the pass is cut into, in its order
  std::size_t shards = 1;
  std::vector<bool> wanted = {};  // by input, whether batches must hold it; empty: all of them
  /// A batch ends earlier with the item that gives it so many rows: items may be of any length.
  std::size_t most_rows = unlimited;
  /// The order of a training pass, for all of its shards; null: whoever needs one makes it.
  std::shared_ptr<PassOrder> order = nullptr;

  bool wants(std::size_t input) const { return wanted.empty() || wanted[input]; }
  /// This shard's items when the pass has n in all.
  Share range(std::size_t n) const { return share_of(n, shard, shards); }
};

/// Throws the input Error of a position where no pass over the shard can stand.
[[noreturn]] void refuse_position(const PassPosition& position);

/// Not thread-safe: each thread asks the dataset for a source of its own.
class BatchSource {
 public:
  virtual ~BatchSource() = default;
  /// Fills `batch` and returns true, or returns false at the end of the pass.
  virtual bool next(Batch& batch) = 0;
  /// Goes past the next batch, which another rank makes, as if next() had made it. Cheap where a source can tell
  /// without making it where the one after begins.
  virtual bool skip() { return next(skipped_); }
  /// The fraction of the shard that is done, in [0, 1].
  virtual double progress() const = 0;
  /// Where the next batch starts, for a checkpoint.
  virtual PassPosition position() const = 0;
  /// Goes back there. Throws an input Error if no pass over this shard can stand there.
  virtual void seek(const PassPosition& position) = 0;

 private:
  Batch skipped_;
};

}  // namespace rowgrad
