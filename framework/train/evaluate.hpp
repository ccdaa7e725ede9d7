// Evaluation: loss and accuracy over a whole split, with nothing random and nothing kept for backward.
#pragma once

#include <optional>

#include "train/task.hpp"

namespace rowgrad {

struct Metrics {
  double loss = 0.0;               // nats per label, character or pair
  std::optional<double> accuracy;  // where the loss is a classification
  std::size_t rows = 0;
  Json details;  // see ClassificationMeter::details, where the task names its classes; null otherwise
};

/// Runs on all threads; the same bits on any number of them.
Metrics evaluate(const Graph& graph, Parameters<float>& parameters, const Task& task, Split split,
                 const Random& random);

/// Loss and accuracy: a line of metrics.jsonl.
Json to_json(const Metrics& metrics);
/// All of it: an entry of summary.json.
Json to_full_json(const Metrics& metrics);

}  // namespace rowgrad
