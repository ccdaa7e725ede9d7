// Classifier: a trained sentiment model, asked about new text.
#pragma once

#include "graph/execute.hpp"
#include "models/sentiment/task.hpp"

namespace rowgrad {

/// Not thread-safe; graph, parameters and task must outlive it.
class Classifier {
 public:
  /// Throws Error if the model has no SoftmaxCE.
  Classifier(const Graph& graph, Parameters<float>& parameters, const SentimentTask& task);

  /// (texts x classes): each text's probability of each class, in the order of the task's labels. Words that are not
  /// in the vocabulary are dropped. The result is valid until the next call.
  const Matrix<float>& probabilities(const std::vector<std::string>& texts);

 private:
  const Graph& graph_;
  Parameters<float>& parameters_;
  const SentimentTask& task_;
  std::size_t logits_;
  std::vector<std::size_t> plan_;
  Tape<float> tape_;
  Matrix<float> probabilities_;
};

}  // namespace rowgrad
