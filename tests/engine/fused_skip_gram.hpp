// A skip-gram model by windows, in memory, of the pattern that the fused step stands for.
#pragma once

#include "tests/in_memory.hpp"
#include "tests/models/word2vec/sentences.hpp"

namespace rowgrad {

/// Two alternating sentences, `repeats` times. `config` has every section but "model"; with SGD the step applies.
inline Experiment fused_skip_gram(int repeats, Json config) {
  Word2vecOptions options;
  options.subsample = 0;
  options.sampling = "window";
  config["model"] = Json::parse(R"([
      {"name": "v", "layer": "Embedding", "input": "context", "dim": 8, "init": {"normal": 0.3}},
      {"name": "u", "layer": "Embedding", "input": "center", "dim": 8, "init": {"normal": 0.3}},
      {"name": "noise", "layer": "Embedding", "input": "negatives", "weight": "u.weight"},
      {"name": "positive", "layer": "Dot", "inputs": ["v", "u"]},
      {"name": "negative", "layer": "Dot", "inputs": ["v", "noise"]},
      {"name": "positive_loss", "layer": "SigmoidCE", "input": "positive", "target": 1},
      {"name": "negative_loss", "layer": "SigmoidCE", "input": "negative", "target": 0}])");
  return in_memory(word_windows(options, alternating(repeats, "the cat sat on the mat", "a dog lay by a rug")), config);
}

}  // namespace rowgrad
