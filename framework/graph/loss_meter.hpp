// LossMeter: adds up the losses of batches: nats per row of each loss's row space, summed over the losses.
#pragma once

#include <vector>

#include "graph/graph.hpp"

namespace rowgrad {

class LossMeter {
 public:
  struct Part {
    double sum = 0.0;
    std::size_t rows = 0;
  };

  LossMeter() = default;
  explicit LossMeter(std::vector<Part> parts) : parts_(std::move(parts)) {}

  template <class T>
  void add(const Graph& graph, const Tape<T>& tape);
  void add(const LossMeter& other);
  /// Adds `rows` rows of the i-th loss, `sum` nats together, of `losses` losses.
  void add(std::size_t loss, std::size_t losses, double sum, std::size_t rows);
  double mean() const;
  /// Rows of the first loss: labels, characters or pairs.
  std::size_t rows() const { return parts_.empty() ? 0 : parts_[0].rows; }
  void clear() { parts_.clear(); }
  const std::vector<Part>& parts() const { return parts_; }

 private:
  std::vector<Part> parts_;  // by loss
};

}  // namespace rowgrad
