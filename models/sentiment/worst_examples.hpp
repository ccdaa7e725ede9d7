// WorstExamples: the documents of a split on which a classifier is most wrong, and the words that speak for the
// mistake.
#pragma once

#include <string>
#include <vector>

#include "graph/execute.hpp"
#include "models/sentiment/dataset.hpp"

namespace rowgrad {

struct WorstExample {
  struct Word {
    std::string name;  // as DocumentEncoder::names() has it
    /// Gradient × input (analysis/gradient_times_input.hpp) of the rival's score less the true label's: above 0 it
    /// speaks for the rival. Over a bag of words the sum is that difference of scores less what the biases give of it.
    double weight = 0.0;
  };
  std::size_t number = 0;    // of the example in its split, from 0
  std::string text;          // its known words
  Id label = 0;              // the true one
  Id predicted = 0;          // the most probable
  Id rival = 0;              // the most probable of the others than the true one: the predicted one if that is wrong
  double probability = 0.0;  // of the true label
  double loss = 0.0;         // nats
  std::vector<Word> words;   // by id of the document: its words in order, then its n-grams
};

/// The `most` examples with the largest loss, those first. Runs through the split as evaluation does, which takes the
/// memory of some batches, and then backward for those examples alone, one at a time. Throws an input Error if the
/// model scores no labels or a loss is not finite.
std::vector<WorstExample> worst_examples(const Graph& graph, Parameters<float>& parameters,
                                         const SentimentDataset& dataset, Split split, std::size_t most = 20);

}  // namespace rowgrad
