// Classifier: a trained sentiment model, asked about new text.
#pragma once

#include <atomic>
#include <mutex>
#include <span>

#include "graph/class_scores.hpp"
#include "graph/execute.hpp"
#include "models/sentiment/dataset.hpp"

namespace rowgrad {

/// Works on all threads, but is used by one; graph, parameters and dataset must outlive it.
class Classifier {
 public:
  /// Throws Error if the model scores no labels.
  Classifier(const Graph& graph, Parameters<float>& parameters, const SentimentDataset& dataset);

  /// (texts x classes): each text's probability of each class, in the order of the dataset's labels. Words that are
  /// not in the vocabulary are dropped. The result is valid until the next call. Beside it, what is kept depends on the
  /// number of threads and the longest texts, not on how many there are.
  const Matrix<float>& probabilities(std::span<const std::string> texts);
  /// How many ids (known words and their n-grams) the i-th text of the last call had; with 0, the biases alone decided.
  std::size_t known(std::size_t i) const { return known_[i]; }
  /// How many texts of the last call were cut to data.max_length.
  std::size_t cut() const { return cut_; }

 private:
  // A tape that no thread uses, for as long as one does.
  class Borrowed;

  void classify(std::span<const std::string> texts, std::size_t first);

  const Graph& graph_;
  Parameters<float>& parameters_;
  const SentimentDataset& dataset_;
  const RowSpace& token_;
  ClassScores scores_;
  std::vector<std::size_t> plan_;
  std::mutex mutex_;                // guards tapes_
  std::vector<Tape<float>> tapes_;  // not in use; there are never more than threads
  std::vector<std::size_t> known_;
  std::atomic<std::size_t> cut_ = 0;
  Matrix<float> probabilities_;
};

}  // namespace rowgrad
