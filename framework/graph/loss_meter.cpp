#include "graph/loss_meter.hpp"

#include <algorithm>

namespace rowgrad {

template <class T>
void LossMeter::add(const Graph& graph, const Tape<T>& tape) {
  const std::size_t losses = graph.losses().size();
  for (std::size_t i = 0; i < losses; ++i) {
    const Matrix<T>& loss = tape.nodes[graph.losses()[i]].output;
    double sum = 0.0;
    for (std::size_t r = 0; r < loss.size(); ++r) sum += static_cast<double>(loss.data()[r]);
    add(i, losses, sum, rowgrad::rows(loss));
  }
}

void LossMeter::add(std::size_t loss, std::size_t losses, double sum, std::size_t rows) {
  parts_.resize(losses);
  parts_[loss].sum += sum;
  parts_[loss].rows += rows;
}

void LossMeter::add(const LossMeter& other) {
  parts_.resize(std::max(parts_.size(), other.parts_.size()));
  for (std::size_t i = 0; i < other.parts_.size(); ++i) {
    parts_[i].sum += other.parts_[i].sum;
    parts_[i].rows += other.parts_[i].rows;
  }
}

double LossMeter::mean() const {
  double total = 0.0;
  for (const Part& part : parts_) total += part.rows == 0 ? 0.0 : part.sum / static_cast<double>(part.rows);
  return total;
}

template void LossMeter::add(const Graph&, const Tape<float>&);
template void LossMeter::add(const Graph&, const Tape<double>&);

}  // namespace rowgrad
