#include "models/lm/bigram.hpp"

#include <algorithm>
#include <cmath>

namespace rowgrad {

namespace {

// How often each pair occurred, the first symbol in the high half. Pairs wait in a buffer until there are as many as
// different ones are known, so that memory is proportional to those and each pair is merged in a few times at most.
class PairTally {
 public:
  struct Counted {
    std::uint64_t pair;
    std::uint64_t count;
  };

  void add(Id first, Id second) {
    if (waiting_.size() >= std::max<std::size_t>(least, counted_.size())) merge();
    waiting_.push_back(std::uint64_t{first} << 32 | second);
  }
  /// In rising order.
  const std::vector<Counted>& all() {
    merge();
    return counted_;
  }

 private:
  static constexpr std::size_t least = std::size_t{1} << 20;

  void merge() {
    std::sort(waiting_.begin(), waiting_.end());
    std::vector<Counted> merged;
    auto old = counted_.begin();
    const auto take = [&](std::uint64_t pair, std::uint64_t count) {
      if (!merged.empty() && merged.back().pair == pair)
        merged.back().count += count;
      else
        merged.push_back({pair, count});
    };
    for (const std::uint64_t pair : waiting_) {
      for (; old != counted_.end() && old->pair <= pair; ++old) take(old->pair, old->count);
      take(pair, 1);
    }
    for (; old != counted_.end(); ++old) take(old->pair, old->count);
    counted_ = std::move(merged);
    waiting_.clear();
  }

  std::vector<std::uint64_t> waiting_;
  std::vector<Counted> counted_;
};

}  // namespace

BigramLoss count_bigrams(const Ragged& items, Id boundary, std::size_t vocab) {
  PairTally pairs;
  BigramLoss loss;
  std::vector<std::uint64_t> from(vocab);
  for_each_bigram(items, boundary, [&](Id a, Id b) {
    pairs.add(a, b);
    ++from[a];
    ++loss.pairs;
  });
  for (const auto& [pair, count] : pairs.all()) {
    const auto n = static_cast<double>(count), total = static_cast<double>(from[pair >> 32]);
    loss.counted -= n * std::log(n / total);
    loss.smoothed -= n * std::log((n + 1.0) / (total + static_cast<double>(vocab)));
    ++loss.seen;
  }
  loss.counted /= static_cast<double>(loss.pairs);
  loss.smoothed /= static_cast<double>(loss.pairs);
  return loss;
}

}  // namespace rowgrad
