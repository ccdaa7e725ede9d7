// Evaluation: loss and accuracy over a whole split, with nothing random and nothing kept for backward.
#pragma once

#include <optional>

#include "train/task.hpp"

namespace rowgrad {

struct Metrics {
  double loss = 0.0;               // nats per label, character or pair
  std::optional<double> accuracy;  // where the loss is a classification
  std::size_t rows = 0;
};

Metrics evaluate(const Graph& graph, Parameters<float>& parameters, const Task& task, Split split,
                 const Random& random);

Json to_json(const Metrics& metrics);

}  // namespace rowgrad
