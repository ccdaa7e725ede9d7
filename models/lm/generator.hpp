// Generator: what a trained language model says comes next, and items written by asking it again and again.
#pragma once

#include "graph/execute.hpp"
#include "models/lm/dataset.hpp"

namespace rowgrad {

/// How the next symbol is chosen from the model's logits.
struct Sampling {
  double temperature = 1.0;  // divides the logits; at 0 the most probable symbol is taken
  std::size_t top_k = 0;     // only the k most probable symbols; 0: all
};

/// Probabilities of the next symbol by id: softmax(logits / temperature) over the top k, 0 for the rest. Throws an
/// input Error if a logit is not finite.
std::vector<float> probabilities(std::span<const float> logits, const Sampling& sampling);

/// Holds references to all it is given. Not thread-safe: it owns a tape.
class Generator {
 public:
  /// Throws Error if the model has neither SoftmaxCE nor SampledSoftmaxCE, whose logits it could use.
  Generator(const Graph& graph, Parameters<float>& parameters, const LmDataset& dataset);

  /// The logits of what follows boundary + prefix. Valid until the next call.
  std::span<const float> logits(std::span<const Id> prefix);
  /// The value that the logits' layer reads, at the same place: the hidden state.
  std::span<const float> hidden(std::span<const Id> prefix);
  /// The parameter whose rows the hidden state is compared with, if the logits are a Linear map of it.
  std::optional<std::size_t> unembedding() const { return weight_; }
  /// The parameter with a number for each symbol that is added, if there is one.
  std::optional<std::size_t> unembedding_bias() const { return bias_; }

  /// An item that starts with `prompt`, until the model predicts its end or it has `max_length` symbols. The i-th
  /// symbol is drawn with the i-th number of `random`.
  std::vector<Id> write(std::vector<Id> prompt, const Sampling& sampling, std::size_t max_length, const Random& random);

 private:
  // Whether the node's first parameter has a row for each symbol, to compare the node's input with; a second one is the
  // bias.
  bool maps_state(const Node& node) const;
  void use_output(const Node& node);
  std::span<const float> last_row(std::size_t node, std::span<const Id> prefix);

  const Graph& graph_;
  Parameters<float>& parameters_;
  const LmDataset& dataset_;
  std::optional<std::size_t> logits_;         // node, unless the loss computes them
  std::size_t state_ = 0;                     // node
  std::optional<std::size_t> weight_, bias_;  // parameters
  std::vector<float> computed_;
  std::vector<std::size_t> plan_;
  Tape<float> tape_;
};

}  // namespace rowgrad
