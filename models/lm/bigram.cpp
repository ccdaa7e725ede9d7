#include "models/lm/bigram.hpp"

#include <algorithm>
#include <cmath>

namespace rowgrad {

BigramLoss count_bigrams(const Ragged& items, Id boundary, std::size_t vocab) {
  std::vector<std::uint64_t> pairs;  // first symbol in the high half, second in the low
  std::vector<std::uint64_t> from(vocab);
  const auto add = [&](Id a, Id b) {
    pairs.push_back(std::uint64_t{a} << 32 | b);
    ++from[a];
  };
  for (std::size_t i = 0; i < items.size(); ++i) {
    Id previous = boundary;
    for (const Id id : items[i]) {
      add(previous, id);
      previous = id;
    }
    add(previous, boundary);
  }
  std::sort(pairs.begin(), pairs.end());

  BigramLoss loss;
  loss.pairs = pairs.size();
  for (std::size_t first = 0; first < pairs.size();) {
    const std::size_t last = static_cast<std::size_t>(
        std::upper_bound(pairs.begin() + static_cast<std::ptrdiff_t>(first), pairs.end(), pairs[first]) -
        pairs.begin());
    const auto n = static_cast<double>(last - first), total = static_cast<double>(from[pairs[first] >> 32]);
    loss.counted -= n * std::log(n / total);
    loss.smoothed -= n * std::log((n + 1.0) / (total + static_cast<double>(vocab)));
    ++loss.seen;
    first = last;
  }
  loss.counted /= static_cast<double>(loss.pairs);
  loss.smoothed /= static_cast<double>(loss.pairs);
  return loss;
}

}  // namespace rowgrad
