// What skip-gram with negative sampling factorises: v·u against shifted pointwise mutual information (Levy & Goldberg
// 2014, "Neural word embedding as implicit matrix factorization").
//
// Over the pairs (w, c) as sampled (subsampled, windowed), with k negatives from noise Pn, the loss is least where
//   v_c·u_w = log( p(w,c) / (p(w) Pn(c)) ) − log k,
// which is PMI(w, c) − log k only if Pn is the unigram distribution of the contexts: for noise exponent 1, and
// nothing subsampled. Otherwise the two differ by log(p(c) / Pn(c)), which depends on the context.
#pragma once

#include <string>
#include <vector>

#include "analysis/statistics.hpp"
#include "graph/graph.hpp"
#include "models/word2vec/dataset.hpp"

namespace rowgrad {

/// How often the words of a text meet, as the dataset's own sampling draws them. In messages, `run` is where it is
/// from.
class PairCounts {
 public:
  /// Counts `passes` passes over the training split, those of a run whose seed gives `random`. Pairs are kept for the
  /// `words` most frequent words, marginals over all. Throws an input Error if there are no pairs.
  PairCounts(const Word2vecDataset& dataset, const Random& random, std::size_t passes, std::size_t words,
             const std::string& run);

  std::size_t words() const { return rows(pairs_); }
  /// Number of pairs: in all, of an input word, of a target word, of the two together. REQUIRES: ids below words().
  double total() const { return total_; }
  double input(Id w) const { return inputs_[w]; }
  double target(Id c) const { return targets_[c]; }
  double together(Id w, Id c) const { return pairs_(w, c); }
  /// Σ 1 / (1 − Pn(c)) over the pairs of an input word: how often its draws of noise had to be repeated.
  double draws(Id w) const { return draws_[w]; }
  /// log p(w,c) / (p(w) p(c)). REQUIRES: together(w, c) > 0.
  double pmi(Id w, Id c) const;

 private:
  double total_ = 0.0;
  std::vector<double> inputs_, targets_, draws_;
  Matrix<double> pairs_;  // (input words x target words); floats would stop counting at 2^24
};

struct PmiPoint {
  Id input, target;
  double count;
  double dot;       // v·u
  double optimum;   // log(p(w,c) / (p(w) Pn(c))) − log k
  double as_drawn;  // the same if a pair's positive is never drawn as its negative, which is how it is sampled
  double shifted;   // PMI − log k
};

/// Mean σ(v·u), which the model takes for the probability that a pair was observed: 0.5 where it knows nothing.
/// Training pulls the first up and pushes the second down.
struct PairProbability {
  double observed = 0.0;    // over the observed pairs, by count
  double noise = 0.0;       // over words with their negatives, by how often they are drawn
  double unobserved = 0.0;  // over those of the latter that were never observed; 0 if there are none
};

struct PmiReport {
  std::size_t negatives = 0;
  double noise_exponent = 0.0;
  double covered = 0.0;  // the share of all pairs that the points stand for
  std::vector<PmiPoint> points;
  Line optimum, as_drawn, shifted;  // v·u as a line in each, weighted by count
  PairProbability probability;
};

/// Compares over the observed pairs. `probability` takes V² dot products of d columns for counts of V words: one for
/// every pair that is observed or may be noise. Throws an input Error if the graph is not skip-gram with negative
/// sampling.
PmiReport compare_with_pmi(const Graph& graph, const Parameters<float>& parameters, const Word2vecDataset& dataset,
                           const PairCounts& counts, const std::string& run);

/// How well PMI(whole, ·) is PMI(first, ·) + PMI(second, ·) over the contexts observed with all three.
struct PmiSum {
  std::size_t contexts = 0;
  double sum = 0.0;    // correlation with the sum
  double first = 0.0;  // with each part alone
  double second = 0.0;
};
PmiSum pmi_sum(const PairCounts& counts, Id whole, Id first, Id second);

}  // namespace rowgrad
