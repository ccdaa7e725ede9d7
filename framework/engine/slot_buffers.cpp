#include "engine/slot_buffers.hpp"

#include <algorithm>

#include "engine/slot_share.hpp"

namespace rowgrad {

SlotBuffers::SlotBuffers(const Graph& graph, Communicator& communicator, std::size_t slots)
    : communicator_(communicator), slots_(slots) {
  for (std::size_t p = 0; p < graph.parameters().size(); ++p) {
    const ParameterSpec& spec = graph.parameters()[p];
    if (spec.trainable) continue;
    buffers_.push_back(p);
    size_ += spec.rows * spec.columns;
  }
}

void SlotBuffers::append(const Parameters<float>& parameters, std::vector<float>& to) const {
  for (const std::size_t p : buffers_) {
    const Matrix<float>& value = parameters[p].value;
    to.insert(to.end(), value.data(), value.data() + value.size());
  }
}

void SlotBuffers::assign(const float* values, Parameters<float>& parameters) const {
  for (const std::size_t p : buffers_) {
    Matrix<float>& value = parameters[p].value;
    std::copy_n(values, value.size(), value.data());
    values += value.size();
  }
}

void SlotBuffers::begin(const Parameters<float>& parameters, std::size_t count) {
  count_ = count;
  if (idle()) return;
  start_.clear();
  mine_.clear();
  append(parameters, start_);
}

void SlotBuffers::begin_slot(Parameters<float>& parameters) const {
  if (!idle()) assign(start_.data(), parameters);
}

void SlotBuffers::end_slot(const Parameters<float>& parameters) {
  if (!idle()) append(parameters, mine_);
}

void SlotBuffers::finish(Parameters<float>& parameters) {
  if (idle()) return;
  all_.resize(count_ * size_);
  communicator_.gather(std::span<const float>(mine_), std::span<float>(all_),
                       slot_counts(slots_, count_, communicator_, size_));
  for (std::size_t i = 0; i < size_; ++i) {
    double sum = 0.0;
    for (std::size_t s = 0; s < count_; ++s) sum += static_cast<double>(all_[s * size_ + i]);
    start_[i] = static_cast<float>(sum / static_cast<double>(count_));
  }
  assign(start_.data(), parameters);
}

}  // namespace rowgrad
