// Metrics: what evaluating one split gives.
#pragma once

#include <optional>

#include "metrics/classification.hpp"

namespace rowgrad {

struct Metrics {
  double loss = 0.0;                            // nats per label, character or pair
  std::optional<double> accuracy;               // where the loss is a classification
  std::size_t rows = 0;                         // labels, characters or pairs
  std::optional<ClassificationReport> classes;  // where the data names its classes
};

/// Loss and accuracy: a line of metrics.jsonl.
Json to_json(const Metrics& metrics);
/// All of it: an entry of summary.json.
Json to_full_json(const Metrics& metrics);

}  // namespace rowgrad
