// A small skip-gram model over a few sentences, to be trained by either engine.
#pragma once

#include "tests/in_memory.hpp"
#include "tests/models/word2vec/sentences.hpp"

namespace rowgrad {

/// AdamW, so that no fused step applies.
inline Experiment small_skip_gram(const std::string& engine, std::size_t epochs) {
  Word2vecOptions options;
  options.subsample = 0;
  const auto dataset = word_windows(options, alternating(60, "the cat sat on the mat", "a dog lay by a rug"));
  return in_memory(dataset, {{"model", Json::parse(R"([
      {"name": "u", "layer": "Embedding", "input": "center", "dim": 8, "init": {"normal": 0.3}},
      {"name": "v", "layer": "Embedding", "input": "context", "dim": 8},
      {"name": "noise", "layer": "Embedding", "input": "negatives", "weight": "v.weight"},
      {"name": "positive", "layer": "Dot", "inputs": ["u", "v"]},
      {"name": "negative", "layer": "Dot", "inputs": ["u", "noise"]},
      {"name": "positive_loss", "layer": "SigmoidCE", "input": "positive", "target": 1},
      {"name": "negative_loss", "layer": "SigmoidCE", "input": "negative", "target": 0}])")},
                             {"optimizer", {{"type", "AdamW"}, {"lr", 0.01}}},
                             {"schedule", {{"type", "linear"}}},
                             {"train", {{"engine", engine}, {"epochs", epochs}, {"batch_size", 8}}}});
}

}  // namespace rowgrad
