// What predicting one word costs by the way its probability is computed: full softmax, hierarchical softmax, negative
// sampling, sampled softmax. Each is a skip-gram model of ordinary layers over a synthetic vocabulary, trained for a
// few batches; its dot products are counted in what the layers left on the tape.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "config/types.hpp"
#include "data/batch.hpp"
#include "graph/graph.hpp"

namespace rowgrad {

/// How many dot products with rows of an output table a forward pass computed: the scores that Dot, Linear maps onto a
/// classification's logits left on the tape, and those of SampledSoftmaxCE for the batch.
std::size_t count_scores(const Graph& graph, const Batch& batch, const Tape<float>& tape);

struct OutputCostOptions {
  std::size_t dim = 100, negatives = 5;
  std::size_t sampled = 64;              // classes drawn with a batch for sampled softmax
  std::size_t batch = 128, batches = 8;  // pairs per batch; the first batch warms up and is not timed
  std::size_t seed = 1;
};

struct OutputCost {
  std::string method;
  double dot_products = 0.0;  // per pair, the mean over all batches
  double microseconds = 0.0;  // per pair: forward, backward and the update by SGD, the median over the batches
};

/// The layers that measure_output_costs() trains, by method, as a config writes them.
std::map<std::string, Json> output_cost_models();

/// The four methods over a vocabulary of `vocab` words whose counts are as Zipf's law has them (∝ 1 / rank), on the
/// same pairs of words drawn from it. REQUIRES: vocab > 1; options positive, batches > 1.
std::vector<OutputCost> measure_output_costs(std::size_t vocab, const OutputCostOptions& options);

}  // namespace rowgrad
