// The bigram language model by counting: what the neural one must reach, since no bigram model can fit better.
#pragma once

#include "data/ragged.hpp"

namespace rowgrad {

/// f(first, second) for each pair of `items`, each framed by `boundary` on either side.
template <class F>
void for_each_bigram(const Ragged& items, Id boundary, F&& f) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    Id previous = boundary;
    for (const Id id : items[i]) {
      f(previous, id);
      previous = id;
    }
    f(previous, boundary);
  }
}

struct BigramLoss {
  std::size_t pairs = 0;  // predicted symbols, each item's closing boundary included
  std::size_t seen = 0;   // different pairs among them
  double counted = 0.0;   // nats per pair under p(b|a) = n(a,b) / n(a): the maximum likelihood
  double smoothed = 0.0;  // the same under (n(a,b) + 1) / (n(a) + V)
};

/// Counts the pairs of `items`, each framed by `boundary` on either side, and evaluates on those same pairs.
/// `vocab` is V, the boundary included. Memory is proportional to the different pairs, not to V².
BigramLoss count_bigrams(const Ragged& items, Id boundary, std::size_t vocab);

}  // namespace rowgrad
