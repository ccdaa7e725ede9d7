// SentimentInputs: what a sentiment model may read.
#pragma once

#include "data/inputs.hpp"
#include "models/sentiment/options.hpp"

namespace rowgrad {

/// `tokens` has a row per id of a document and is grouped by document; `label` and `weight` have one per document.
/// Sizes: vocab, classes.
struct SentimentInputs {
  Inputs inputs;
  IdsInput tokens, label;
  RealInput weight;

  static SentimentInputs declare(const SentimentOptions& options, std::size_t vocab, std::size_t classes);
};

}  // namespace rowgrad
