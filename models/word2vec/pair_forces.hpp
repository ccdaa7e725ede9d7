// PairForces: what a step of skip-gram with negative sampling does to the row of one word: each pair that was observed
// pulls it towards the row of its context word, each negative pushes it away.
//
// Per pair of word w, over the pairs as sampled, minus the gradient of its row u_w is on average
//   Σ_c n(w,c)/n(w) · (1 − σ(u_w·v_c)) · v_c  −  Σ_c k Pn(c) · σ(u_w·v_c) · v_c,
// n being counts of pairs, k the number of negatives and Pn what they are drawn from. (A pair's positive is not drawn
// as its own negative, which the second sum leaves out of account.)
#pragma once

#include <span>
#include <string>
#include <vector>

#include "models/word2vec/pmi.hpp"

namespace rowgrad {

/// Rows of the two tables (models/word2vec/skip_gram_tables.hpp), of a run as it is or was. All must outlive this.
struct WordRows {
  std::span<const Id> ids;  // the words that the rows stand for
  const Matrix<float>& u;   // (ids x d)
  const Matrix<float>& v;   // (ids x d)
};

struct PairForces {
  struct Force {
    Id id = 0;                  // of the context word
    double weight = 0.0;        // how often it acts per pair of the word: n(w,c)/n(w), or k Pn(c)
    double probability = 0.0;   // σ(u_w·v_c)
    std::vector<double> force;  // d numbers: the weight times minus the gradient of u_w
  };
  Id word = 0;
  std::vector<Force> pulls;   // of the context words that were observed with the word, in the order of the rows
  std::vector<Force> pushes;  // of all context words, which may be noise
  std::vector<double> net;    // d numbers: the sum of both
};

/// The forces on one of the words by those whose rows are given: what the framework's Dot and SigmoidCE send back, in
/// double. In messages, `run` is where the graph is from. Throws an input Error if the graph is not skip-gram with
/// negative sampling, or if a word is not among those whose pairs were counted, or the word itself among the ids.
PairForces pair_forces(const Graph& graph, const Word2vecDataset& dataset, const PairCounts& counts,
                       const WordRows& rows, Id word, const std::string& run);

}  // namespace rowgrad
